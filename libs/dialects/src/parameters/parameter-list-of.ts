import type { OpenAiModel } from '../openai/models/model-list.js';
import { ENDPOINTS } from './endpoints.js';
import { limitToModel } from './limit.js';
import type { ParameterList } from './parameter-list.js';
import { toParameters } from './to-parameters.js';

/** What becomes of each field of each endpoint's requests: on this server, or with one model. */
export function parameterListOf(model?: Pick<OpenAiModel, 'id' | 'kind' | 'capabilities'>): ParameterList {
  const served = ENDPOINTS.filter(({ kinds }) => !model || kinds.includes(model.kind));
  return {
    object: 'list',
    ...(model ? { model: model.id } : {}),
    data: served.map(({ path, Request, limits, only }) => ({
      endpoint: path,
      parameters: toParameters(Request)
        .filter(({ name }) => !only || only.includes(name.split('.')[0] as string))
        .map((parameter) => (model ? limitToModel(parameter, model.capabilities, limits) : parameter)),
    })),
  };
}
