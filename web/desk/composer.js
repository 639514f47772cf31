import { h, setText } from '/shared/dom.js';
import { icon } from '/shared/icons.js';
import { t } from '/shared/i18n.js';
import { takesText } from './keys.js';
import { lock } from './rules.js';

/** @typedef {import('./session.js').DeskSession} DeskSession */
/** @typedef {import('./drafts.js').Mode} Mode */

const LONGEST_TEXT = 8000;

/** Where an agent writes: a reply or an internal note. Events: `look` (show me what is new), `sent`. */
export class DeskComposer extends HTMLElement {
  constructor() {
    super();
    /** @type {DeskSession} */ this.session = /** @type {any} */ (null);
    /** @type {Mode} */ this.mode = 'reply';
    /** @type {string|null} whose draft is in the field */ this.shown = null;
    /** @type {string|null} ticket whose field is to have the focus as soon as it opens */ this.wants = null;
  }

  connectedCallback() {
    const tab = (/** @type {Mode} */ mode) => h('button', { class: 'mode', type: 'button', 'aria-pressed': 'false', 'data-testid': `mode-${mode}`, text: t(`desk.mode.${mode}`), onclick: () => { this.setMode(mode); this.focusInput(); } });
    this.tabs = { reply: tab('reply'), note: tab('note') };
    this.input = h('textarea', { class: 'composer-input', rows: 2, dir: 'auto', 'data-testid': 'composer-input', enterkeyhint: 'send' });
    this.input.addEventListener('input', () => this.#typed());
    this.input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.altKey || event.isComposing) return;
      event.preventDefault();
      this.send();
    });
    this.button = h('button', { class: 'btn primary composer-send', type: 'button', 'data-testid': 'composer-send', onclick: () => this.send() });
    this.hint = h('span', { class: 'composer-hint', id: 'composer-hint' });
    this.reason = h('span');
    this.remedy = h('button', { class: 'btn small primary', type: 'button', onclick: () => this.#mend() });
    this.locked = h('div', { class: 'composer-locked', id: 'composer-locked', role: 'status', hidden: true, 'data-testid': 'locked' }, icon('lock', 16), this.reason, this.remedy);
    this.newerText = h('strong');
    this.newer = h('div', { class: 'composer-newer', role: 'alert', hidden: true, 'data-testid': 'newer-messages' }, icon('alert', 16), this.newerText,
      h('span', { class: 'composer-newer-actions' },
        h('button', { class: 'btn small', type: 'button', 'data-testid': 'look-first', text: t('desk.newer.look'), onclick: () => this.#look() }),
        h('button', { class: 'btn small primary', type: 'button', 'data-testid': 'send-anyway', text: t('desk.newer.send'), onclick: () => this.send(true) })));
    this.box = h('div', { class: 'composer', 'data-testid': 'composer', 'data-mode': 'reply' },
      this.newer, this.locked, h('div', { class: 'composer-modes', role: 'group', 'aria-label': t('desk.mode') }, this.tabs.reply, this.tabs.note), this.input,
      h('div', { class: 'composer-foot' }, this.hint, this.button));
    this.replaceChildren(this.box);
    this.update();
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

  /** A field that is locked yet takes the focus when it opens, unless the person has gone elsewhere. */
  focusInput() {
    this.input?.focus();
    this.wants = this.input?.disabled ? this.session.openId : null;
  }

  /** @param {string} id */
  #fill(id) {
    this.shown = id;
    if (!this.input) return;
    this.input.value = this.session.drafts.text(id, this.mode);
    this.#grow();
  }

  /** The draft of the open ticket was changed from elsewhere. */
  refill() {
    if (!this.session.openId) return;
    this.mode = 'reply';
    this.session.drafts.set(this.session.openId, 'reply', this.session.drafts.text(this.session.openId, 'reply'));
    this.#fill(this.session.openId);
    this.update();
    this.focusInput();
  }

  #grow() {
    const input = this.input;
    if (!input) return;
    const least = input.disabled && !input.value ? 1 : 2;
    const lines = Math.min(10, Math.max(least, input.value.split('\n').length));
    if (input.rows !== lines) input.rows = lines;
    while (input.rows < 10 && input.scrollHeight > input.clientHeight + 2) input.rows += 1;
  }

  #typed() {
    const id = this.session.openId;
    if (!id || !this.input) return;
    this.session.drafts.set(id, this.mode, this.input.value);
    this.#grow();
    this.update();
    if (this.mode === 'reply' && this.input.value.trim()) this.session.typing();
  }

  /** @param {boolean} [anyway] */
  send(anyway = false) {
    const id = this.session.openId;
    const text = this.input?.value.trim() ?? '';
    if (!id || !this.input || !text || text.length > LONGEST_TEXT || (this.mode === 'reply' && this.#lock())) return;
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
    const ticket = this.session.state?.seq ? this.session.state : this.session.row;
    return ticket ? lock(ticket, this.session.me.id, this.session.online) : null;
  }

  #mend() {
    const id = this.session.openId;
    if (!id) return;
    const reason = this.#lock()?.reason;
    if (reason === 'offline') this.session.choose('online');
    else if (reason === 'resolved') void this.session.act({ type: 'set_status', ticket_id: id, status: 'open' });
    else this.session.pick(id);
  }

  update() {
    const { session, input, button, box, tabs } = this;
    if (!input || !button || !box || !tabs || !this.newer || !this.locked || !this.reason || !this.remedy || !this.hint || !this.newerText) return;
    const id = session.openId;
    if (!id) {
      this.shown = null;
      return;
    }
    if (this.shown !== id) {
      this.mode = session.drafts.mode(id);
      this.#fill(id);
    }
    const loading = session.openPhase !== 'ready';
    const why = this.#lock();
    const locked = this.mode === 'reply' && why !== null;
    box.dataset.mode = this.mode;
    box.toggleAttribute('data-locked', locked);
    for (const mode of /** @type {const} */ (['reply', 'note'])) tabs[mode].setAttribute('aria-pressed', String(mode === this.mode));
    const hadFocus = document.activeElement === input;
    if (input.disabled !== (locked || loading)) {
      input.disabled = locked || loading;
      this.#grow();
    }
    if (hadFocus && input.disabled) tabs.reply.focus({ preventScroll: true });
    if (this.wants && !input.disabled) {
      if (this.wants === id && !takesText(document.activeElement)) input.focus();
      this.wants = null;
    }
    const words = t(this.mode === 'note' ? 'desk.compose.note' : locked ? 'desk.compose.locked' : 'desk.compose.reply');
    input.placeholder = words;
    input.setAttribute('aria-label', t(`desk.mode.${this.mode}`));
    input.setAttribute('aria-describedby', locked ? 'composer-locked' : 'composer-hint');
    setText(button, t(this.mode === 'note' ? 'desk.compose.add' : 'desk.compose.send'));
    const over = input.value.trim().length - LONGEST_TEXT;
    button.disabled = locked || loading || !input.value.trim() || over > 0 || (this.mode === 'reply' && session.stopped.has(id));
    setText(this.hint, over > 0 ? t('desk.compose.over', { n: over }) : locked ? '' : t(!session.connected ? 'desk.compose.hint.away' : this.mode === 'note' ? 'desk.compose.hint.note' : 'desk.compose.hint'));
    this.hint.toggleAttribute('data-away', !session.connected);
    this.hint.toggleAttribute('data-over', over > 0);
    this.locked.hidden = !locked || loading;
    if (why) {
      setText(this.reason, t(`desk.locked.${why.reason}`, { name: why.name }));
      const remedy = { offline: 'desk.go.online', repick: 'desk.pick.again', waiting: 'desk.pick', paused: 'desk.pick', resolved: 'desk.action.reopen', closed: '', theirs: '' }[why.reason];
      this.remedy.hidden = !remedy;
      this.remedy.disabled = !session.connected || session.picking.has(id);
      if (remedy) setText(this.remedy, t(remedy));
    }
    const stopped = this.mode === 'reply' && !locked ? session.stopped.get(id) : undefined;
    this.newer.hidden = !stopped;
    setText(this.newerText, stopped ? t('desk.newer', { n: stopped.count }) : '');
  }
}

customElements.define('desk-composer', DeskComposer);
