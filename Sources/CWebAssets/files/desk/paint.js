export function soon(paint){let asked=false;const run=()=>{asked=false;paint();};return()=>{if(asked)return;asked=true;if(document.hidden)setTimeout(run,50);else requestAnimationFrame(run);};}
