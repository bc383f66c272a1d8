// A model as a project of its own: train.py and what it needs, to train on in Python, on one machine or many.
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { ExportError } from '../../../src/errors';
import type { ModelRecord } from '../../../src/protocol';
import { asLayersModel } from '../../network/kept-network';
import type { Exporter } from '../exporter';
import { writeKeras } from '../keras/write/write-keras';
import { withRecord } from '../tfjs/saved-artifacts';
import type { DataRecipe } from './data-recipe';
import { additionProject, antirectifierProject, cifar10Project, transferProject } from './experiments';
import { fitProject } from './fit';
import { plain } from './python';
import { DATA, MODEL } from './script-parts';

/** What an experiment says of its project. */
export interface Project {
  script: string;
  data: DataRecipe;
}

/** How the models of an experiment are trained on in Python. */
export type ProjectWriter = (network: LayersModel, record: ModelRecord) => Promise<Project>;

const writers: Readonly<Record<string, ProjectWriter>> = {
  fit: fitProject,
  transfer: transferProject,
  cifar10: cifar10Project,
  antirectifier: antirectifierProject,
  addition: additionProject,
};

/** @throws ExportError for a model of an experiment that has no project yet */
export const exportProject: Exporter = async ({ network, record }) => {
  const { experiment } = record;
  const write = Object.hasOwn(writers, experiment) ? writers[experiment] : undefined;
  if (!write) {
    const known = Object.keys(writers).join(', ');
    const reason = `there is no project yet for models of ${experiment}, only for those of ${known}`;
    throw new ExportError('project', 'the model', reason);
  }
  const layers = asLayersModel(network, 'project');
  const { script, data } = await write(layers, record);
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

function readme({ experiment }: ModelRecord, { told, required }: DataRecipe): string {
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
