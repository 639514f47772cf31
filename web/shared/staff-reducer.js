// What the fold knows more for staff: where they keep a ticket. Customers are not told, and their pages do not load it.

import { ofStaff } from './reducer.js';

ofStaff.fields = ['inbox', 'team', 'tags'];
ofStaff.created = (e) => ({ inbox: e.inbox ?? 'main' });
ofStaff.folds = {
  tags(s, e) {
    const tags = new Set([...s.tags ?? [], ...e.added]);
    for (const tag of e.removed) if (!e.added.includes(tag)) tags.delete(tag);
    return { tags: tags.size ? [...tags].sort() : null };
  },
  moved: (s, e) => ({ inbox: e.inbox, team: e.team ?? null }),
};
