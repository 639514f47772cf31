/**
 * Shapes of docs/api.md that the desk reads. Types only; nothing here runs.
 *
 * @typedef {'open'|'pending'|'resolved'|'closed'} Status
 * @typedef {'waiting'|'live'|'paused'|'ended'|'closed'} Chat
 * @typedef {'low'|'normal'|'high'|'urgent'} Priority
 * @typedef {'waiting'|'mine'|'pending'|'resolved'|'closed'|'all'} ListName
 * @typedef {{delivered: number, seen: number}} Mark
 * @typedef {{user: Mark, staff: Mark}} Marks
 * @typedef {{staff_id: string, name: string}} StaffRef
 *
 * @typedef {object} Ticket
 * @property {string} ticket_id
 * @property {number} number
 * @property {string} subject
 * @property {Status} status
 * @property {Chat} chat
 * @property {Priority} priority
 * @property {string} user_id
 * @property {string} user_name
 * @property {StaffRef} [assignee]
 * @property {number} seq
 * @property {string} created_at
 * @property {string} updated_at
 * @property {string} [waiting_since]
 * @property {'damaged'|'newer'} [read_only] why nothing may be added
 * @property {string} [follows]
 * @property {string} [follow_up]
 * @property {{score: number, comment?: string}} [rating]
 * @property {{from: string, text: string, at: string}} [preview]
 * @property {Marks} [marks]
 *
 * @typedef {object} Hit of a search: where a ticket has the words
 * @property {string} ticket_id
 * @property {'number'|'customer'|'subject'|'message'|'note'} matched
 * @property {number} [seq] the entry to go to
 * @property {import('./snippet.js').Snippet} [snippet]
 *
 * @typedef {{type: string, [field: string]: any}} Frame
 * @typedef {{type: string, ticket_id: string, seq: number, at: string, [field: string]: any}} Entry
 * @typedef {{staff_id: string, name: string, online: boolean}} Colleague
 * @typedef {{role: 'agent'|'supervisor'|'admin'|'user', id: string, name: string, email?: string,
 *   preferences?: import('../shared/forms/description.js').Document}} Me
 *
 * @typedef {object} Customer
 * @property {string} user_id
 * @property {string} name
 * @property {string} [email]
 * @property {boolean} [email_verified] its owner has proven it
 * @property {boolean} online
 * @property {string} created_at
 * @property {number} tickets
 * @typedef {Record<ListName, number>} Counts
 */
export {};
