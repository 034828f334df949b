internal import CSystem
public import Contract

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Opening TCP sockets on chosen addresses. Addresses are numeric; nothing asks a name server.
public enum Sockets {
  /// Opens a listening socket, non-blocking and close-on-exec. Port 0 takes a free one, see ``localEndpoint(of:)``.
  public static func listen(_ endpoint: Endpoint, backlog: Int32 = 1024) throws(WireError) -> Int32 {
    let descriptor = try open(for: endpoint.address, what: "listen tcp \(endpoint)")
    _ = ms_set_reuse_address(descriptor)
    guard ms_bind(descriptor, endpoint.address.description, endpoint.port) == 0 else {
      throw abandon(descriptor, "listen tcp \(endpoint)", call: "bind")
    }
    guard ms_listen(descriptor, backlog) == 0, ms_set_nonblocking(descriptor, 1) == 0 else {
      throw abandon(descriptor, "listen tcp \(endpoint)", call: "listen")
    }
    return descriptor
  }

  /// Connects to an endpoint, from a chosen address of this machine if one is given.
  public static func connect(
    to endpoint: Endpoint, from source: IPAddress? = nil, deadline: Deadline
  ) throws(WireError) -> TCPStream {
    let what = "dial tcp \(endpoint)"
    let descriptor = try open(for: endpoint.address, what: what)
    if let source {
      // The port is chosen at connect: bound sockets would otherwise use up ports by themselves.
      _ = ms_set_bind_address_no_port(descriptor)
      guard ms_bind(descriptor, source.description, 0) == 0 else {
        let source = Endpoint(source, 0)
        throw abandon(descriptor, "dial tcp \(source)->\(endpoint)", call: "bind")
      }
    }
    guard ms_set_nonblocking(descriptor, 1) == 0 else { throw abandon(descriptor, what, call: "fcntl") }
    if ms_connect(descriptor, endpoint.address.description, endpoint.port) != 0 {
      guard errno == EINPROGRESS else { throw abandon(descriptor, what, call: "connect") }
      do throws(WireError) {
        try wait(deadline) { ms_wait_writable(descriptor, $0) }
      } catch {
        close(descriptor)
        throw error.kind == .timeout ? WireError(.timeout, "\(what): i/o timeout") : error
      }
      let number = ms_socket_error(descriptor)
      guard number == 0 else {
        errno = number
        throw abandon(descriptor, what, call: "connect")
      }
    }
    guard ms_set_nonblocking(descriptor, 0) == 0 else { throw abandon(descriptor, what, call: "fcntl") }
    return TCPStream(descriptor: descriptor, local: try localEndpoint(of: descriptor), peer: endpoint)
  }

  /// Where this end of a socket is.
  public static func localEndpoint(of descriptor: Int32) throws(WireError) -> Endpoint {
    try name(of: descriptor, peer: false)
  }

  /// Where the other end of a socket is.
  public static func peerEndpoint(of descriptor: Int32) throws(WireError) -> Endpoint {
    try name(of: descriptor, peer: true)
  }

  /// Whether the text is an IPv4 or IPv6 address.
  public static func isAddress(_ address: IPAddress) -> Bool { ms_is_address(address.description) != 0 }

  /// Has every packet that arrives for a socket dropped, as a packet filter of the node would, or no longer.
  ///
  /// A listening socket then answers no SYN: who connects waits until its time is up. Connections that it has accepted
  /// go on. Linux only; it needs no privileges.
  public static func setDropsPackets(_ descriptor: Int32, _ drops: Bool) throws(WireError) {
    guard ms_set_drops_packets(descriptor, drops ? 1 : 0) == 0 else {
      throw SystemFailure.error("", call: "setsockopt", number: errno)
    }
  }

  /// Another descriptor of the same socket, close-on-exec.
  public static func duplicate(_ descriptor: Int32) throws(WireError) -> Int32 {
    let duplicate = ms_duplicate(descriptor, 3)
    guard duplicate >= 0 else { throw SystemFailure.error("", call: "dup", number: errno) }
    return duplicate
  }

  /// Closes a descriptor.
  @discardableResult
  public static func close(_ descriptor: Int32) -> Bool {
    ms_close(descriptor) == 0
  }

  /// Raises the limit of open descriptors as far as the system allows; answers what is in force.
  @discardableResult
  public static func raiseDescriptorLimit() -> Int { ms_raise_descriptor_limit() }

  /// Makes writes to closed pipes fail instead of killing the process. Sockets never raise the signal.
  public static func ignoreBrokenPipeSignal() { ms_ignore_sigpipe() }

  /// Accepts one waiting connection; nil if there is none.
  static func accept(_ listener: Int32, at local: Endpoint?) throws(WireError) -> TCPStream? {
    var port: UInt16 = 0
    var descriptor: Int32 = -1
    let address = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { text -> String in
      text[0] = 0
      descriptor = ms_accept(listener, text.baseAddress, text.count, &port)
      return descriptor >= 0 ? text.baseAddress.map { String(cString: $0) } ?? "" : ""
    }
    guard descriptor >= 0 else {
      switch errno {
      case EAGAIN, EINTR, ECONNABORTED: return nil
      case let number: throw SystemFailure.error("accept tcp", call: "accept", number: number)
      }
    }
    let here: Endpoint
    if let local {
      here = local
    } else {
      do throws(WireError) { here = try localEndpoint(of: descriptor) } catch {
        close(descriptor)
        return nil
      }
    }
    return TCPStream(descriptor: descriptor, local: here, peer: Endpoint(IPAddress(address), port))
  }

  /// Waits by poll(2) until `poll` says ready.
  static func wait(_ deadline: Deadline, poll: (Int32) -> Int32) throws(WireError) {
    while true {
      let result = poll(deadline.pollTimeout)
      if result > 0 { return }
      if result == 0, deadline.isPast { throw .deadlineExceeded }
      if result < 0, errno != EINTR { throw SystemFailure.error("", call: "poll", number: errno) }
    }
  }

  private static func open(for address: IPAddress, what: String) throws(WireError) -> Int32 {
    let descriptor = ms_tcp_socket(address.description)
    guard descriptor >= 0 else { throw SystemFailure.error(what, call: "socket", number: errno) }
    return descriptor
  }

  private static func abandon(_ descriptor: Int32, _ what: String, call: String) -> WireError {
    let number = errno
    close(descriptor)
    return SystemFailure.error(what, call: call, number: number)
  }

  private static func name(of descriptor: Int32, peer: Bool) throws(WireError) -> Endpoint {
    var port: UInt16 = 0
    var failed = false
    let address = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { text -> String in
      failed = ms_socket_name(descriptor, peer ? 1 : 0, text.baseAddress, text.count, &port) != 0
      return failed ? "" : text.baseAddress.map { String(cString: $0) } ?? ""
    }
    guard !failed else {
      throw SystemFailure.error("", call: peer ? "getpeername" : "getsockname", number: errno)
    }
    return Endpoint(IPAddress(address), port)
  }
}
