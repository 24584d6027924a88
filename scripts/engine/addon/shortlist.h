// The few tokens that a sampler can choose from. The first filter of most keeps the likeliest 40 or so: found in the plain
// numbers, which a processor compares many at a time, they spare its chain a list of the whole vocabulary.
#pragma once
#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>
#include "llama.h"
#include "AddonSampler.h"

class Shortlist {
    public:
        Shortlist(const AddonSampler & sampler, size_t vocabulary)
            : vocabulary(vocabulary), rows(std::max<size_t>(1, vocabulary / (LANES * BLOCKS))), blocks(vocabulary / (LANES * rows)) {
            const size_t kept = keptBy(sampler);
            if (kept == 0) {
                return;
            }
            for (const auto & bias : sampler.tokenBiasSampler_biases) {
                touch(bias.token, sampler.tokenBiasSampler);
            }
            for (size_t i = 0; i < sampler.repeatPenalty_lastTokens.size(); i++) {
                touch(sampler.repeatPenalty_lastTokens.rat(i), sampler.repeatPenaltySampler);
            }
            std::sort(touched.begin(), touched.end());
            touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
            // each that the chain makes less likely lets another one in
            needed = kept + touched.size();
        }

        /** False where the sampler needs all tokens, or so many that looking for them is no gain. */
        bool isShort() const {
            return needed > 0 && needed * 2 <= blocks;
        }

        /** How much there is to do for it, in logits that a chain looks through. */
        size_t work() const {
            return isShort() ? CHAIN_OF_FEW + vocabulary / LANES : vocabulary;
        }

        /**
         * Writes the candidates, ascending as in a list of all.
         * @param logits one for each token @returns false where it needs all tokens
         */
        bool fill(const float* logits, std::vector<llama_token_data> & candidates) const {
            std::vector<float> maxima(blocks);
            for (size_t block = 0; block < blocks; block++) {
                maxima[block] = maximumOf(logits + block * LANES * rows);
                if (std::isnan(maxima[block])) {
                    return false;
                }
            }
            // as many blocks have a token that is as likely or likelier
            auto ranked = maxima;
            std::nth_element(ranked.begin(), ranked.begin() + (needed - 1), ranked.end(), std::greater<float>());
            const float least = ranked[needed - 1];

            std::vector<llama_token> tokens = touched;
            for (size_t block = 0; block <= blocks; block++) {
                if (block < blocks && maxima[block] < least) {
                    continue;
                }
                const size_t end = block < blocks ? (block + 1) * LANES * rows : vocabulary;
                for (size_t token = block * LANES * rows; token < end; token++) {
                    if (logits[token] >= least) {
                        tokens.push_back(static_cast<llama_token>(token));
                    }
                }
            }
            std::sort(tokens.begin(), tokens.end());
            tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
            candidates.clear();
            for (const auto token : tokens) {
                candidates.push_back({ token, logits[token], 0.0f });
            }
            return true;
        }

    private:
        // numbers that are compared at once, and about the number of blocks of a large vocabulary
        static const size_t LANES = 16;
        static const size_t BLOCKS = 1024;
        static const size_t CHAIN_OF_FEW = 1000;

        /** How many tokens the first filter of its chain keeps; 0: there is none, or what comes before it changes any token. */
        static size_t keptBy(const AddonSampler & sampler) {
            if (sampler.dryRepeatPenaltySampler != nullptr) {
                return 0;
            }
            if (sampler.greedySampler != nullptr) {
                return sampler.xtcSampler == nullptr ? 1 : 0;
            }
            return sampler.topKSampler == nullptr ? 0 : std::max(0, sampler.topKSampler_topK);
        }

        void touch(llama_token token, const llama_sampler* by) {
            if (by != nullptr && token >= 0 && static_cast<size_t>(token) < vocabulary) {
                touched.push_back(token);
            }
        }

        float maximumOf(const float* block) const {
            float lanes[LANES];
            std::copy(block, block + LANES, lanes);
            for (size_t row = 1; row < rows; row++) {
                for (size_t lane = 0; lane < LANES; lane++) {
                    const float logit = block[row * LANES + lane];
                    lanes[lane] = logit > lanes[lane] ? logit : lanes[lane];
                }
            }
            for (size_t half = LANES / 2; half > 0; half /= 2) {
                for (size_t lane = 0; lane < half; lane++) {
                    lanes[lane] = lanes[lane + half] > lanes[lane] ? lanes[lane + half] : lanes[lane];
                }
            }
            return lanes[0];
        }

        size_t vocabulary;
        size_t rows;
        size_t blocks;
        size_t needed = 0;
        // tokens whose logits the chain changes before it filters
        std::vector<llama_token> touched;
};
