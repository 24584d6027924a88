// One step of many sequences in one job: the batch is computed and the next token of each row is sampled, without a way
// through JavaScript in between. See `decodeAndSample` in decode-and-sample.patch.
#include <algorithm>
#include <cstring>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>
#include "llama.h"

#include "AddonModel.h"
#include "AddonContext.h"
#include "AddonGrammarEvaluationState.h"
#include "shortlist.h"
#include "step-thread.h"

// what stands in the place of a token
static const int32_t NONE_LEFT = -1;
static const int32_t FAILED = -2;

// what is worth another thread, in logits looked through, some nanoseconds each; and what a grammar costs for its token
static const size_t WORK_OF_THREAD = 10000;
static const size_t HELD_WORK = 4000;

class Step : public StepThread::Job {
    public:
        Step(const Napi::CallbackInfo& info, AddonContext* ctx)
            : ctx(ctx), thread(ctx->stepThread), deferred(Napi::Promise::Deferred::New(info.Env())) {
            ctx->Ref();

            const auto rows = info[0].As<Napi::Int32Array>();
            const size_t count = rows.ElementLength() / 3;
            tokens.reserve(count);
            positions.reserve(count);
            sequences.reserve(count);
            for (size_t i = 0; i < count; i++) {
                tokens.push_back(rows[i * 3]);
                positions.push_back(rows[i * 3 + 1]);
                sequences.push_back(rows[i * 3 + 2]);
            }
            sequencePointers.reserve(count);
            for (auto & sequence : sequences) {
                sequencePointers.push_back(&sequence);
            }
            sequenceCounts.assign(count, 1);
            wanted.assign(count, 0);

            const auto places = info[1].As<Napi::Int32Array>();
            const auto samplerArray = info[2].As<Napi::Array>();
            for (size_t i = 0; i < places.ElementLength(); i++) {
                indexes.push_back(places[i]);
                wanted[places[i]] = 1;
                auto sampler = Napi::ObjectWrap<AddonSampler>::Unwrap(samplerArray.Get(static_cast<uint32_t>(i)).As<Napi::Object>());
                sampler->Ref();
                samplers.push_back(sampler);
            }
            sampled.assign(indexes.size(), FAILED);
        }
        ~Step() override {
            ctx->Unref();
            for (auto sampler : samplers) {
                sampler->Unref();
            }
        }

        Napi::Promise promise() {
            return deferred.Promise();
        }

        void run() noexcept override {
            try {
                compute();
            } catch (const std::exception & e) {
                error = e.what();
            } catch (...) {
                error = "Unknown error when computing a step";
            }
        }

        void settle() override {
            const auto env = deferred.Env();
            if (!error.empty()) {
                deferred.Reject(Napi::Error::New(env, error).Value());
                return;
            }
            auto result = Napi::Int32Array::New(env, sampled.size());
            std::memcpy(result.Data(), sampled.data(), sampled.size() * sizeof(int32_t));
            deferred.Resolve(result);
        }

    private:
        AddonContext* ctx;
        std::shared_ptr<StepThread> thread;
        Napi::Promise::Deferred deferred;
        std::vector<llama_token> tokens;
        std::vector<llama_pos> positions;
        std::vector<llama_seq_id> sequences;
        std::vector<llama_seq_id*> sequencePointers;
        std::vector<int32_t> sequenceCounts;
        std::vector<int8_t> wanted;
        std::vector<int32_t> indexes;
        std::vector<AddonSampler*> samplers;
        std::vector<int32_t> sampled;
        std::string error;

        void compute() {
            ctx->sharedSamplerData.gotLogit = false;
            ctx->sharedSamplerData.hasLogits = false;

            llama_batch batch = {
                static_cast<int32_t>(tokens.size()), tokens.data(), nullptr, positions.data(),
                sequenceCounts.data(), sequencePointers.data(), wanted.data()
            };
            const int result = llama_decode(ctx->ctx, batch);
            if (result == 1) {
                throw std::runtime_error(
                    "could not find a KV slot for the batch (try reducing the size of the batch or increase the context)"
                );
            }
            if (result != 0) {
                throw std::runtime_error("Eval has failed");
            }
            llama_synchronize(ctx->ctx);
            if (indexes.empty()) {
                return;
            }
            if (llama_get_logits(ctx->ctx) == nullptr) {
                throw std::runtime_error("This model does not support token generation");
            }
            sampleAll();
        }

        void sampleAll() {
            std::vector<Shortlist> shortlists;
            shortlists.reserve(samplers.size());
            size_t work = 0;
            for (const auto sampler : samplers) {
                shortlists.emplace_back(*sampler, static_cast<size_t>(llama_vocab_n_tokens(ctx->model->vocab)));
                work += shortlists.back().work() + (sampler->grammarEvaluationState == nullptr ? 0 : HELD_WORK);
            }
            const size_t others = std::min({
                indexes.size() - 1, static_cast<size_t>(llama_n_threads(ctx->ctx)) - 1, work / WORK_OF_THREAD
            });
            thread->helpers.share(indexes.size(), others, [&](size_t row) {
                sampled[row] = sample(indexes[row], samplers[row], shortlists[row]);
            });
        }

        // REFUSED: by the grammar, which now has to look through all tokens
        enum class Tried { SAMPLED, REFUSED, NEEDS_ALL };

        /** As `sampleAndReleaseLock` does it first, of the few tokens that can come. */
        Tried sampleShortlist(
            int32_t index, AddonSampler* sampler, const Shortlist & shortlist, llama_token_data_array & candidates
        ) {
            if (!shortlist.isShort()) {
                return Tried::NEEDS_ALL;
            }
            const float* logits;
            {
                std::lock_guard<std::mutex> lock(ctx->sharedSamplerData.mutex);
                logits = llama_get_logits_ith(ctx->ctx, index);
            }
            if (logits == nullptr || !shortlist.fill(logits, sampler->tokenCandidates)) {
                return Tried::NEEDS_ALL;
            }
            candidates = { sampler->tokenCandidates.data(), sampler->tokenCandidates.size(), -1, false };
            llama_sampler_apply(sampler->chain, &candidates);
            const auto state = sampler->grammarEvaluationState;
            if (state == nullptr || state->sampler == nullptr || candidates.selected < 0) {
                return Tried::SAMPLED;
            }
            llama_token_data token = { candidates.data[candidates.selected].id, 1.0f, 0.0f };
            llama_token_data_array one = { &token, 1, -1, false };
            llama_sampler_apply(state->sampler, &one);
            return token.logit == -INFINITY ? Tried::REFUSED : Tried::SAMPLED;
        }

        int32_t sample(int32_t index, AddonSampler* sampler, const Shortlist & shortlist) noexcept {
            try {
                sampler->rebuildChainIfNeeded();
                llama_token_data_array candidates;
                const Tried tried = sampleShortlist(index, sampler, shortlist, candidates);
                if (tried != Tried::SAMPLED) {
                    std::unique_lock<std::mutex> lock(ctx->sharedSamplerData.mutex);
                    sampler->sampleAndReleaseLock(
                        ctx->sharedSamplerData.mutex, lock, ctx->ctx, index, candidates, tried == Tried::REFUSED
                    );
                }
                if (candidates.size == 0 || candidates.selected < 0 || candidates.selected >= static_cast<int64_t>(candidates.size)) {
                    return NONE_LEFT;
                }
                const auto token = candidates.data[candidates.selected].id;
                try {
                    sampler->acceptToken(token);
                } catch (...) {
                    return NONE_LEFT;
                }
                return token;
            } catch (...) {
                return FAILED;
            }
        }
};

Napi::Value AddonContext::DecodeAndSample(const Napi::CallbackInfo& info) {
    if (disposed) {
        Napi::Error::New(info.Env(), "Context is disposed").ThrowAsJavaScriptException();
        return info.Env().Undefined();
    }

    if (!stepThread) {
        stepThread = std::make_shared<StepThread>(info.Env());
    }
    auto step = std::make_unique<Step>(info, this);
    const auto promise = step->promise();
    stepThread->add(std::move(step));
    return promise;
}
