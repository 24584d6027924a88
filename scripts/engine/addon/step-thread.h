// The thread that computes the steps of a context. It is always the same one and finds its caches warm, where the jobs of
// libuv go round all threads of its pool.
#pragma once
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include "helpers.h"
#include "napi.h"

class StepThread {
    public:
        class Job {
            public:
                virtual ~Job() = default;
                /** On the thread of the context. */
                virtual void run() noexcept = 0;
                /** Afterwards, on that of JavaScript. */
                virtual void settle() = 0;
        };

        explicit StepThread(Napi::Env env) : env(env) {
            done = Done::New(env, "StepThread", 0, 1, this);
            done.Unref(env);
            thread = std::thread([this]() { loop(); });
            // those of an environment are called last in, first out: before what `done` needs is gone
            napi_add_env_cleanup_hook(env, stopOne, this);
        }
        StepThread(const StepThread &) = delete;
        StepThread & operator=(const StepThread &) = delete;

        /** On the thread of JavaScript, as all but `run`. Each job that is not settled should hold on to it. */
        ~StepThread() {
            napi_remove_env_cleanup_hook(env, stopOne, this);
            stop();
        }

        /** Of its jobs. */
        Helpers helpers;

        void add(std::unique_ptr<Job> job) {
            // what is being computed keeps the process alive
            if (unsettled++ == 0) {
                done.Ref(env);
            }
            {
                std::lock_guard<std::mutex> lock(mutex);
                jobs.push_back(std::move(job));
            }
            wake.notify_one();
        }

    private:
        static void settle(Napi::Env env, Napi::Function, StepThread* own, Job* data) {
            std::unique_ptr<Job> job(data);
            if (static_cast<napi_env>(env) == nullptr) {
                // JavaScript is gone, and what it held with it
                job.release();
                return;
            }
            if (--own->unsettled == 0) {
                own->done.Unref(env);
            }
            job->settle();
        }
        using Done = Napi::TypedThreadSafeFunction<StepThread, Job, settle>;

        static void stopOne(void* own) {
            static_cast<StepThread*>(own)->stop();
        }

        void stop() {
            if (!thread.joinable()) {
                return;
            }
            {
                std::lock_guard<std::mutex> lock(mutex);
                stopping = true;
            }
            wake.notify_one();
            thread.join();
        }

        void loop() {
            for (;;) {
                std::unique_ptr<Job> job;
                {
                    std::unique_lock<std::mutex> lock(mutex);
                    wake.wait(lock, [this]() { return stopping || !jobs.empty(); });
                    if (stopping) {
                        break;
                    }
                    job = std::move(jobs.front());
                    jobs.pop_front();
                }
                job->run();
                if (done.NonBlockingCall(job.release()) != napi_ok) {
                    // the environment is ending, and has let go of this thread
                    return;
                }
            }
            done.Release();
        }

        Napi::Env env;
        Done done;
        size_t unsettled = 0;
        std::mutex mutex;
        std::condition_variable wake;
        std::deque<std::unique_ptr<Job>> jobs;
        bool stopping = false;
        std::thread thread;
};
