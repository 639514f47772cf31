import{marks as mayMark}from'./rules.js';export class Looks{constructor(me,send){this.me=me;this.send=send;this.lookedAt=new Map();this.sentSeen=new Map();this.sentDelivered=new Map();}
forgetSent(){this.sentDelivered.clear();this.sentSeen.clear();}
delivered(entry){if((this.sentDelivered.get(entry.ticket_id)?? 0)>=entry.seq)return;if(this.send({type:'delivered',ticket_id:entry.ticket_id,seq:entry.seq}))this.sentDelivered.set(entry.ticket_id,entry.seq);}
looked(state,id,seq,online){if((this.lookedAt.get(id)?? 0)<seq)this.lookedAt.set(id,seq);const sent=Math.max(this.sentSeen.get(id)?? 0,state.marks.staff.seen);if(seq<=sent||state.status==='closed'|| !mayMark(state,this.me,online))return;if(this.send({type:'seen',ticket_id:id,seq}))this.sentSeen.set(id,seq);}}
