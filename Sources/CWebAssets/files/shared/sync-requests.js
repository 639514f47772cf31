import{isPassing}from'./outbox.js';const AGAIN_MS=2_000;export class SyncRequests{constructor(send){this.send=send;this.asked=new Map();}
ask(state){if(this.send({type:'sync',ticket_id:state.ticket_id,after:state.seq}))this.asked.set(state.ticket_id,state.seq);}
askOnce(state){if(this.asked.get(state.ticket_id)!==state.seq)this.ask(state);}
answered(id){this.asked.delete(id);}
forget(){this.asked.clear();}
refused(error,newest){const id=error.ticket_id;const seq=this.asked.get(id);if(seq===undefined||error.client_id|| !isPassing(error.code))return;setTimeout(()=>{const state=newest();if(state?.seq===seq&&this.asked.get(id)===seq)this.ask(state);},AGAIN_MS);}}
