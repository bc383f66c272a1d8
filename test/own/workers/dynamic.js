// A worker file that imports the package's on demand.
const { serve } = await import('/dist/worker.js');
serve({ spiral: (await import('/example/spiral.js')).default });
