import { Recent } from './recent.js';

/** @typedef {import('./types.js').Colleague} Colleague */
/** @typedef {import('./types.js').Frame} Frame */
/** @typedef {import('./types.js').StaffRef} StaffRef */

/** Of so many customers it is known whether they are there: more than any screen shows. */
const KEPT_CUSTOMERS = 5_000;

/** Who is there: colleagues, customers, and who else looks at a ticket. */
export class People {
  /**
   * @param {string} me the agent's own id
   * @param {(topic: 'people'|'viewing') => void} changed
   */
  constructor(me, changed) {
    this.me = me;
    this.changed = changed;
    /** @type {Map<string, Colleague>} */ this.staff = new Map();
    /** @type {Recent<string, boolean>} */ this.customers = new Recent(KEPT_CUSTOMERS);
    /** @type {Map<string, StaffRef[]>} others, by ticket */ this.viewing = new Map();
  }

  /**
   * @param {Frame} frame
   * @returns {boolean} whether it was about people
   */
  receive(frame) {
    switch (frame.type) {
      case 'staff': this.setStaff([/** @type {any} */ (frame)]); return true;
      case 'user_presence': this.setCustomer(frame.user_id, frame.online); return true;
      case 'viewing': {
        /** @type {StaffRef[]} */ const viewers = frame.staff;
        const others = viewers.filter((one) => one.staff_id !== this.me);
        if (others.length) this.viewing.set(frame.ticket_id, others);
        else this.viewing.delete(frame.ticket_id);
        this.changed('viewing');
        return true;
      }
      default: return false;
    }
  }

  /** @param {Colleague[]} agents */
  setStaff(agents) {
    for (const { staff_id, name, online } of agents) this.staff.set(staff_id, { staff_id, name, online });
    this.changed('people');
  }

  /** @param {string|undefined} staffId */
  isOnline(staffId) {
    return staffId !== undefined && this.staff.get(staffId)?.online === true;
  }

  /** @param {string} userId @param {boolean} online */
  setCustomer(userId, online) {
    this.customers.set(userId, online);
    this.changed('people');
  }
}
