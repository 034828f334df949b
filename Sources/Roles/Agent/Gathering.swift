import Wire

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Does several things at once, each on a thread of its own, and waits for all of them.
enum Gathering {
  /// The results in the order of the inputs; nil where no thread could be had.
  static func map<Input: Sendable, Output: Sendable>(
    _ inputs: [Input], _ transform: @escaping @Sendable (Input) -> Output
  ) -> [Output?] {
    let results = Results<Output>(count: inputs.count)
    for (index, input) in inputs.enumerated() {
      do throws(WireError) {
        try DetachedThread.start { results.set(transform(input), at: index) }
      } catch {
        results.set(nil, at: index)
      }
    }
    return results.wait()
  }

  /// Where the threads leave their results. Unchecked, because the mutex and the condition are the system's: the
  /// fields are only touched while the mutex is held.
  private final class Results<Output: Sendable>: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>
    private var values: [Output?]
    private var missing: Int

    init(count: Int) {
      values = Array(repeating: nil, count: count)
      missing = count
      mutex = .allocate(capacity: 1)
      mutex.initialize(to: pthread_mutex_t())
      pthread_mutex_init(mutex, nil)
      changed = .allocate(capacity: 1)
      changed.initialize(to: pthread_cond_t())
      pthread_cond_init(changed, nil)
    }

    deinit {
      pthread_cond_destroy(changed)
      changed.deallocate()
      pthread_mutex_destroy(mutex)
      mutex.deallocate()
    }

    func set(_ value: Output?, at index: Int) {
      pthread_mutex_lock(mutex)
      values[index] = value
      missing -= 1
      pthread_cond_broadcast(changed)
      pthread_mutex_unlock(mutex)
    }

    func wait() -> [Output?] {
      pthread_mutex_lock(mutex)
      defer { pthread_mutex_unlock(mutex) }
      while missing > 0 { pthread_cond_wait(changed, mutex) }
      return values
    }
  }
}
