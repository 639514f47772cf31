// The lines of a conversation that only staff read.

import { ofStaff } from '/shared/reducer.js';
import { t } from '/shared/i18n.js';

const by = (/** @type {import('./types.js').Entry} */ e) => ({ name: e.by_name ?? '' });

ofStaff.lines = {
  priority: (e) => t('sys.priority', { ...by(e), priority: t(`priority.${e.priority}`) }),
  subject: (e) => t('sys.subject', { ...by(e), subject: e.subject }),
  tags: (e) => t('sys.tags', by(e)),
  moved: (e) => t('sys.moved', by(e)),
};
