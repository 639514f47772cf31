import { t } from './i18n.js';
import { bestStorage } from './storage.js';

const KEY = 'beckon:muted';

/** Says that there is something new: in the title while the page is hidden, and with a short sound. */
export class Notifier {
  /** @param {Storage} [storage] */
  constructor(storage = bestStorage()) {
    this.storage = storage;
    this.unseen = 0;
    this.title = document.title;
    /** @type {AudioContext|null} */ this.audio = null;
    this.lastSound = 0;
    this.onVisible = () => { if (!document.hidden) this.clear(); };
    document.addEventListener('visibilitychange', this.onVisible);
    // Browsers let a page sound only after a gesture.
    const unlock = () => { if (!this.muted) this.#context()?.resume().catch(() => {}); };
    if (/** @type {any} */ (navigator).userActivation?.hasBeenActive) unlock();
    addEventListener('pointerdown', unlock, { once: true });
    addEventListener('keydown', unlock, { once: true });
  }

  get muted() { return this.storage.getItem(KEY) === '1'; }
  set muted(value) { this.storage.setItem(KEY, value ? '1' : '0'); }

  /** @param {string} title the page's own */
  setTitle(title) {
    this.title = title;
    this.#paint();
  }

  /** @param {{sound?: boolean}} [options] */
  message(options) {
    if (document.hidden) {
      this.unseen += 1;
      this.#paint();
    }
    if (options?.sound !== false) this.sound();
  }

  clear() {
    this.unseen = 0;
    this.#paint();
  }

  sound() {
    const now = Date.now();
    const audio = this.audio;
    if (this.muted || !audio || audio.state !== 'running' || now - this.lastSound < 1_500) return;
    this.lastSound = now;
    const start = audio.currentTime;
    for (const [i, pitch] of [660, 880].entries()) {
      const tone = audio.createOscillator();
      const gain = audio.createGain();
      tone.frequency.value = pitch;
      gain.gain.setValueAtTime(0.0001, start + i * 0.09);
      gain.gain.exponentialRampToValueAtTime(0.06, start + i * 0.09 + 0.015);
      gain.gain.exponentialRampToValueAtTime(0.0001, start + i * 0.09 + 0.22);
      tone.connect(gain).connect(audio.destination);
      tone.start(start + i * 0.09);
      tone.stop(start + i * 0.09 + 0.25);
    }
  }

  #context() {
    try { this.audio ??= new AudioContext(); } catch { /* no sound then */ }
    return this.audio;
  }

  #paint() {
    document.title = this.unseen ? `${t('notify.title', { n: this.unseen })} · ${this.title}` : this.title;
  }
}
