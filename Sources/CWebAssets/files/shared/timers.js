export const systemTimers={setTimeout:(f,ms)=>setTimeout(f,ms),clearTimeout:(t)=>clearTimeout(t),now:()=>Date.now(),};
