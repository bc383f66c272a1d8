// A model as a project of its own: train.py and what it needs, to train on in Python, on one machine or many.
import { ExportError } from '../../../src/errors';
import type { ModelRecord } from '../../../src/protocol';
import type { Project } from '../../experiment';
import { asLayersModel } from '../../network/kept-network';
import type { Exporter } from '../exporter';
import { writeKeras } from '../keras/write/write-keras';
import { withRecord } from '../tfjs/saved-artifacts';
import { plain } from './python';
import { DATA, MODEL } from './script-parts';

/** @throws ExportError for a model of an experiment that has no project yet */
export const exportProject: Exporter = async ({ network, record, project }) => {
  if (!project) {
    throw new ExportError(
      'project',
      'the model',
      `there is no project yet for models of ${record.experiment}`,
    );
  }
  const layers = asLayersModel(network, 'project');
  const { script, data } = await project(layers, record);
  return {
    'README.md': text(readme(record, data)),
    'train.py': text(script),
    'requirements.txt': text(REQUIREMENTS),
    [MODEL]: await writeKeras(layers, { metadata: withRecord(layers, record) }),
    ...(data.file && { [DATA]: data.file }),
  };
};

const text = (content: string) => new Blob([content], { type: 'text/plain' });

const REQUIREMENTS = 'keras>=3.8\nnumpy\npillow\ntorch>=2.1\n';

function readme({ experiment }: ModelRecord, { told, required }: Project['data']): string {
  const data = required ? ' --data PATH' : '';
  return `# ${plain(experiment)}

${told}
\`pip install -r requirements.txt\`, then one of these; each writes ${MODEL} anew, and \`--help\` tells the rest:

    python train.py${data}                                                on one machine, from the weights in ${MODEL}
    python train.py --fresh${data}                                        from new weights
    torchrun --nproc-per-node 2 train.py${data}                           two processes, data-parallel
    torchrun --nnodes 2 --nproc-per-node 2 --rdzv-backend c10d --rdzv-endpoint HOST:29500 train.py${data}
`;
}
