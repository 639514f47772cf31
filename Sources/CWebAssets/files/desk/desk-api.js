import{Api,ApiError}from'/shared/api.js';export class DeskApi extends Api{constructor(demoId){super();this.demoId=demoId;}
headers(){const headers={};if(this.demoId)headers['X-Beckon-Demo']=`staff:${this.demoId}`;return headers;}
async request(method,path,body){try{return await super.request(method,path,body);}catch(error){if(error instanceof ApiError&&error.status>=200&&error.status<300)return null;throw error;}}}
