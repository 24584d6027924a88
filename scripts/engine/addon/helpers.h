// Threads that help another one with many small pieces of work. They stay for the next time, since to start one takes
// longer than most of that work.
#pragma once
#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

class Helpers {
    public:
        Helpers() = default;
        Helpers(const Helpers &) = delete;
        Helpers & operator=(const Helpers &) = delete;

        ~Helpers() {
            {
                std::lock_guard<std::mutex> lock(mutex);
                stopping = true;
            }
            wake.notify_all();
            for (auto & thread : kept) {
                thread.join();
            }
        }

        /**
         * Calls `work`, which does not throw, with each number below `count`: by the calling thread and up to `others` more.
         * Whichever is free takes the next piece; one that wakes up too late is not waited for. By one thread at a time.
         */
        void share(size_t count, size_t others, const std::function<void(size_t)> & work) {
            if (others == 0) {
                for (size_t piece = 0; piece < count; piece++) {
                    work(piece);
                }
                return;
            }
            keep(others);
            {
                std::lock_guard<std::mutex> lock(mutex);
                shared = &work;
                pieces = count;
                next = 0;
                places = others;
            }
            for (size_t i = 0; i < others; i++) {
                wake.notify_one();
            }
            takePieces();
            std::unique_lock<std::mutex> lock(mutex);
            places = 0;
            left.wait(lock, [this]() { return helping == 0; });
        }

    private:
        void keep(size_t count) {
            try {
                while (kept.size() < count) {
                    kept.emplace_back([this]() { loop(); });
                }
            } catch (const std::system_error &) {
                // the system has no more of them
            }
        }

        void takePieces() {
            for (size_t piece = next++; piece < pieces; piece = next++) {
                (*shared)(piece);
            }
        }

        void loop() {
            std::unique_lock<std::mutex> lock(mutex);
            for (;;) {
                wake.wait(lock, [this]() { return stopping || places > 0; });
                if (stopping) {
                    return;
                }
                places--;
                helping++;
                lock.unlock();
                takePieces();
                lock.lock();
                if (--helping == 0) {
                    left.notify_one();
                }
            }
        }

        std::vector<std::thread> kept;
        std::mutex mutex;
        std::condition_variable wake;
        std::condition_variable left;
        bool stopping = false;
        // how many may still join, and how many work
        size_t places = 0;
        size_t helping = 0;
        const std::function<void(size_t)>* shared = nullptr;
        size_t pieces = 0;
        std::atomic<size_t> next{0};
};
