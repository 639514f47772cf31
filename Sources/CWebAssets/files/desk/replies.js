export class Replies{constructor({outbox,drafts,changed,problem}){this.outbox=outbox;this.drafts=drafts;this.changed=changed;this.problem=problem;this.stopped=new Map();this.newer=new Map();}
refused(frame){if(frame.code==='newer_messages')this.newer.set(frame.client_id,frame.count?? 1);}
write(id,mode,text,seen){const frame={type:mode==='note'?'note':'message',ticket_id:id,text};if(mode==='reply'&&seen!==null)frame.seen_seq=seen;this.stopped.delete(id);if(this.outbox.add(frame))return true;this.problem('outbox_full');return false;}
failed(item){if(item.error!=='newer_messages'){this.problem(item.error??'unknown');return false;}
const id=item.frame.ticket_id;this.outbox.discard(item.client_id);const begun=this.drafts.text(id,'reply');this.drafts.set(id,'reply',begun?`${item.frame.text}\n${begun}`:item.frame.text);const count=this.newer.get(item.client_id)?? 1;this.newer.delete(item.client_id);this.stopped.set(id,{text:item.frame.text,count});return true;}
look(id){this.stopped.delete(id);this.changed();}
unsent(id){return this.outbox.items.filter((item)=>item.frame.ticket_id===id&&item.error!=='newer_messages');}}
