/**
 * The tickets that somebody works with on this page.
 * @param {import('./session.js').DeskSession} session
 * @returns {string[]}
 */
export function inUse({ ticket, outbox, picks, drafts }) {
  const { picking, opening, lost } = picks;
  const written = outbox.items.map((item) => item.frame.ticket_id);
  return [
    ticket.id
      ?? '', ...ticket.states.keys(), ...written, ...picking, ...opening, ...lost.keys(), ...drafts.drafts.keys(),
  ];
}
