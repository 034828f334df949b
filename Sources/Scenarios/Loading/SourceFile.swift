public import SourceText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that a user wrote, with its text.
public struct SourceFile: Sendable, Hashable {
  /// The file as it was named.
  public var path: String
  /// Its text.
  public var text: String

  /// Takes a text for the content of a file.
  public init(path: String, text: String) {
    self.path = path
    self.text = text
  }

  /// What is larger is no file that a person wrote.
  private static let maximumBytes = 64 << 20

  /// Reads a file; one that is not there, not readable, too large or not UTF-8 is a diagnostic.
  ///
  /// `span` is where the file is named, if that is in a file, and `name` how.
  public static func read(_ path: String, named name: String? = nil, at span: Span? = nil) throws(Diagnostic)
    -> SourceFile
  {
    let place = span ?? Span(file: path, at: Position(line: 0, column: 0))
    let subject = span == nil ? "" : "`\(name ?? path)` "
    func failure(_ what: String) -> Diagnostic { Diagnostic("\(subject)\(what)", at: place) }

    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("cannot be read: \(reason(errno))") }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure("cannot be read: \(reason(errno))") }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw failure("is a folder, not a file") }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(max(Int(status.st_size), 0), maximumBytes) + 1)
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = chunk.withUnsafeMutableBytes { unsafe in
        #if canImport(Darwin)
          Darwin.read(descriptor, unsafe.baseAddress, unsafe.count)
        #elseif canImport(Musl)
          Musl.read(descriptor, unsafe.baseAddress, unsafe.count)
        #else
          Glibc.read(descriptor, unsafe.baseAddress, unsafe.count)
        #endif
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure("cannot be read: \(reason(errno))") }
      guard count > 0 else { break }
      bytes += chunk[..<count]
      guard bytes.count <= maximumBytes else { throw failure("is larger than \(maximumBytes >> 20) MiB") }
    }
    if let text = String(validating: bytes, as: UTF8.self) { return SourceFile(path: path, text: text) }
    let valid = String(decoding: bytes, as: UTF8.self)
    let position = Self.firstReplacement(in: valid, of: bytes)
    throw Diagnostic("this byte is not UTF-8", at: Span(file: path, at: position))
  }

  /// Where decoding first had to put a replacement character that is not in the bytes themselves.
  private static func firstReplacement(in text: String, of bytes: [UInt8]) -> Position {
    let offset = zip(text.utf8, bytes).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    return SourceLines.position(ofUTF8Offset: offset ?? bytes.count, in: text)
  }

  static func reason(_ code: Int32) -> String {
    switch code {
    case ENOENT: "there is no such file"
    case EACCES: "permission denied"
    case ENOTDIR: "a part of the path is no folder"
    default: String(cString: strerror(code))
    }
  }
}
