import { h, setText } from '/shared/dom.js';
import { icon } from '/shared/icons.js';
import { t } from '/shared/i18n.js';
import { characters, TEXT_CHARACTERS } from '/shared/limits.js';
import { takesText } from './keys.js';
import { lock } from './rules.js';

/** @typedef {import('./session.js').DeskSession} DeskSession */
/** @typedef {import('./reply-drafts.js').Mode} Mode */

/** Where an agent writes: a reply or an internal note. Events: `look` (show me what is new), `sent`. */
export class DeskComposer extends HTMLElement {
  /** @param {DeskSession} session */
  constructor(session) {
    super();
    this.session = session;
    /** @type {Mode} */ this.mode = 'reply';
    /** @type {string|null} whose draft is in the field */ this.shown = null;
    /** @type {string|null} ticket whose field is to have the focus as soon as it opens */ this.wants = null;
    const tab = (/** @type {Mode} */ mode) => h('button', {
      class: 'mode', type: 'button', 'aria-pressed': 'false', 'data-testid': `mode-${mode}`,
      text: t(`desk.mode.${mode}`),
      onclick: () => { this.setMode(mode); this.focusInput(); },
    });
    this.tabs = { reply: tab('reply'), note: tab('note') };
    this.input = h('textarea', {
      class: 'composer-input', rows: 2, dir: 'auto', 'data-testid': 'composer-input', enterkeyhint: 'send',
    });
    this.input.addEventListener('input', () => this.#typed());
    this.input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.altKey || event.isComposing) return;
      event.preventDefault();
      this.send();
    });
    this.button = h('button', {
      class: 'btn primary composer-send', type: 'button', 'data-testid': 'composer-send', onclick: () => this.send(),
    });
    this.hint = h('span', { class: 'composer-hint', id: 'composer-hint' });
    this.foot = h('div', { class: 'composer-foot' }, this.hint, this.button);
    this.reason = h('span');
    this.remedy = h('button', {
      class: 'btn small primary', type: 'button', 'data-testid': 'remedy', onclick: () => this.#mend(),
    });
    this.locked = h('div', {
      class: 'composer-locked', id: 'composer-locked', role: 'status', hidden: true, 'data-testid': 'locked',
    }, icon('lock', 16), this.reason, this.remedy);
    this.newerText = h('strong');
    this.newer = h('div', { class: 'composer-newer', role: 'alert', hidden: true, 'data-testid': 'newer-messages' },
      icon('alert', 16), this.newerText, this.#newerActions());
    this.modes = h('div', { class: 'composer-modes', role: 'group', 'aria-label': t('desk.mode') },
      this.tabs.reply, this.tabs.note);
    this.box = h('div', { class: 'composer', 'data-testid': 'composer', 'data-mode': 'reply' },
      this.newer, this.locked, this.modes, this.input, this.foot);
  }

  connectedCallback() {
    this.replaceChildren(this.box);
    this.update();
  }

  /** What can be done where newer messages stopped a reply. */
  #newerActions() {
    const press = (/** @type {string} */ look, /** @type {string} */ id, /** @type {() => void} */ run) =>
      h('button', { class: look, type: 'button', 'data-testid': id, onclick: run });
    const look = press('btn small', 'look-first', () => this.#look());
    const anyway = press('btn small primary', 'send-anyway', () => this.send(true));
    setText(look, t('desk.newer.look'));
    setText(anyway, t('desk.newer.send'));
    return h('span', { class: 'composer-newer-actions' }, look, anyway);
  }

  /** @param {Mode} mode */
  setMode(mode) {
    const id = this.session.openId;
    if (!id) return;
    this.mode = mode;
    this.session.drafts.set(id, mode, this.session.drafts.text(id, mode));
    this.#fill(id);
    this.update();
  }

  /** A pick is on its way: what is typed from now on stands here. */
  begin() {
    this.setMode('reply');
    this.focusInput();
  }

  /** A field that is locked yet takes the focus when it opens, unless the person has gone elsewhere. */
  focusInput() {
    this.input.focus();
    this.wants = this.input.disabled ? this.session.openId : null;
  }

  /** The ticket was opened: who may reply to it has the focus here. */
  takeFocus() {
    if (this.session.openId && !this.#lock()) this.focusInput();
  }

  /** @param {string} id */
  #fill(id) {
    this.shown = id;
    this.input.value = this.session.drafts.text(id, this.mode);
    this.#grow();
  }

  /** The draft of the open ticket was changed from elsewhere. Who writes elsewhere by now keeps their field. */
  refill() {
    const { session } = this;
    if (!session.openId) return;
    this.mode = 'reply';
    session.drafts.set(session.openId, 'reply', session.drafts.text(session.openId, 'reply'));
    this.#fill(session.openId);
    this.update();
    if (!takesText(document.activeElement)) this.focusInput();
  }

  #grow() {
    const { input } = this;
    const least = input.disabled && !input.value ? 1 : 2;
    const lines = Math.min(10, Math.max(least, input.value.split('\n').length));
    if (input.rows !== lines) input.rows = lines;
    while (input.rows < 10 && input.scrollHeight > input.clientHeight + 2) input.rows += 1;
  }

  #typed() {
    const id = this.session.openId;
    if (!id) return;
    this.session.drafts.set(id, this.mode, this.input.value);
    this.#grow();
    this.update();
    if (this.mode === 'reply' && this.input.value.trim() && !this.#lock()) this.session.typing();
  }

  /** @param {boolean} [anyway] */
  send(anyway = false) {
    const id = this.session.openId;
    const text = this.input.value.trim();
    if (!id || !text || characters(text) > TEXT_CHARACTERS || (this.mode === 'reply' && this.#lock())) return;
    if (this.session.openPhase !== 'ready') return; // nobody has seen yet what stands there
    if (this.mode === 'reply' && !anyway && this.session.stopped.has(id)) return;
    if (!this.session.write(this.mode, text, anyway)) return;
    this.session.drafts.set(id, this.mode, '');
    this.dispatchEvent(new CustomEvent('sent'));
    this.input.value = '';
    this.#grow();
    this.update();
    this.focusInput();
  }

  #look() {
    const id = this.session.openId;
    if (!id) return;
    this.session.look(id);
    this.dispatchEvent(new CustomEvent('look'));
    this.focusInput();
  }

  #lock() {
    const ticket = this.session.shown;
    return ticket ? lock(ticket, this.session.me, this.session.online) : null;
  }

  #mend() {
    const id = this.session.openId;
    const reason = this.#lock()?.reason;
    if (!id || !reason) return;
    if (reason === 'offline') this.session.choose('online');
    else this.dispatchEvent(new CustomEvent(reason === 'resolved' ? 'reopen' : 'pick', { detail: id }));
  }

  update() {
    const { session, box } = this;
    const id = session.openId;
    if (!id) {
      this.shown = null;
      return;
    }
    if (this.shown !== id) {
      this.mode = session.drafts.mode(id);
      this.#fill(id);
    }
    const why = this.#lock();
    const opening = session.picks.opening.has(id);
    const locked = why !== null && !opening && (this.mode === 'reply' || Boolean(session.shown?.read_only));
    const loading = session.openPhase !== 'ready';
    box.dataset.mode = this.mode;
    box.toggleAttribute('data-locked', locked);
    for (const mode of /** @type {const} */ (['reply', 'note'])) {
      this.tabs[mode].setAttribute('aria-pressed', String(mode === this.mode));
    }
    this.#paintField(id, locked, locked || (loading && !opening && why !== null));
    this.#paintFoot(id, locked, loading || (this.mode === 'reply' && why !== null));
    this.#paintLocked(id, why, locked && !loading);
    const stopped = this.mode === 'reply' && !locked ? session.stopped.get(id) : undefined;
    this.newer.hidden = !stopped;
    setText(this.newerText, stopped ? t('desk.newer', { n: stopped.count }) : '');
  }

  /** @param {string} id @param {boolean} locked @param {boolean} shut */
  #paintField(id, locked, shut) {
    const { input, tabs } = this;
    const hadFocus = document.activeElement === input;
    if (input.disabled !== shut) {
      input.disabled = shut;
      this.#grow();
    }
    input.hidden = locked && !input.value;
    if (hadFocus && input.disabled) {
      tabs.reply.focus({ preventScroll: true });
      this.dispatchEvent(new CustomEvent('shut'));
    }
    if (this.wants && !input.disabled) {
      if (this.wants === id && !takesText(document.activeElement)) input.focus();
      this.wants = null;
    }
    const words = this.mode === 'note' ? 'note' : locked ? 'locked' : 'reply';
    input.placeholder = t(`desk.compose.${words}`);
    input.setAttribute('aria-label', t(`desk.mode.${this.mode}`));
    input.setAttribute('aria-describedby', locked ? 'composer-locked' : 'composer-hint');
  }

  /** @param {string} id @param {boolean} locked @param {boolean} waits nothing can be sent yet */
  #paintFoot(id, locked, waits) {
    const { session, input, button, hint, foot } = this;
    foot.hidden = locked;
    setText(button, t(this.mode === 'note' ? 'desk.compose.add' : 'desk.compose.send'));
    const over = characters(input.value.trim()) - TEXT_CHARACTERS;
    const stopped = this.mode === 'reply' && session.stopped.has(id);
    button.disabled = waits || !input.value.trim() || over > 0 || stopped;
    const key = !session.connected ? 'desk.compose.hint.away'
      : session.picks.picking.has(id) ? 'desk.picking'
        : this.mode === 'note' ? 'desk.compose.hint.note' : 'desk.compose.hint';
    setText(hint, over > 0 ? t('desk.compose.over', { n: over }) : locked ? '' : t(key));
    hint.toggleAttribute('data-away', !session.connected);
    hint.toggleAttribute('data-over', over > 0);
  }

  /** @param {string} id @param {ReturnType<typeof lock>} why @param {boolean} shown */
  #paintLocked(id, why, shown) {
    const { session, locked, reason, remedy } = this;
    locked.hidden = !shown;
    if (!why) return;
    setText(reason, t(`desk.locked.${whose(why, session)}`, { name: why.name }));
    const key = REMEDIES[why.reason];
    remedy.hidden = !key;
    remedy.disabled = !session.connected || session.picks.picking.has(id) || Boolean(session.statuses.of(id));
    if (key) setText(remedy, t(key));
  }
}

/** @type {Record<NonNullable<ReturnType<typeof lock>>['reason'], string>} what to press; empty: nothing helps */
const REMEDIES = {
  offline: 'desk.go.online', repick: 'desk.pick.again', waiting: 'desk.pick', paused: 'desk.pick',
  resolved: 'desk.action.reopen', closed: '', theirs: '', damaged: '', newer: '',
};

/**
 * The reason in words that are true of its agent now: who went offline may be back without having picked again.
 * @param {NonNullable<ReturnType<typeof lock>>} why
 * @param {DeskSession} session
 */
function whose(why, session) {
  if (why.reason !== 'paused') return why.reason;
  const isBack = session.connected && session.store.people.isOnline(session.shown?.assignee?.staff_id);
  return isBack ? 'paused.back' : 'paused';
}

customElements.define('desk-composer', DeskComposer);
