#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Functions of one number.
///
/// Go computes a few of them by other series than the C library: the last digit may differ.
///
/// Source: prometheus/prometheus `promql/functions.go`, 3.5.0; golang/go `src/math`.
enum MathFunction {
  /// What the function comes to.
  static func value(_ name: String, _ value: Double) -> Double {
    switch name {
    case "abs": abs(value)
    case "ceil": value.rounded(.up)
    case "floor": value.rounded(.down)
    case "sqrt": value.squareRoot()
    case "sgn": value < 0 ? -1 : value > 0 ? 1 : value
    case "exp": exp(value)
    case "ln": logarithm(value)
    case "log2": binaryLogarithm(value)
    case "log10": binaryLogarithm(value) * log10OfTwo
    case "deg": value * 180 / .pi
    case "rad": value * .pi / 180
    default: trigonometric(name, value)
    }
  }

  private static let log10OfTwo = 0.30102999566398119521373889472449302676818988146210854131
  private static let log2OfE = 1.44269504088896340735992468100189213742664595415298593413544940693

  /// Go takes the exponent apart, so that powers of two are exact.
  private static func binaryLogarithm(_ value: Double) -> Double {
    guard value > 0, value.isFinite else { return log2(value) }
    let (fraction, exponent) = frexp(value)
    if fraction == 0.5 { return Double(exponent - 1) }
    return Double(exponent) + logarithm(fraction) * log2OfE
  }

  /// The natural logarithm by the series that Go uses, which the C library's result may miss by the last digit.
  ///
  /// Source: golang/go `src/math/log.go`.
  private static func logarithm(_ value: Double) -> Double {
    guard value > 0, value.isFinite else { return log(value) }
    var (fraction, exponent) = frexp(value)
    if fraction < 0.5.squareRoot() {
      fraction *= 2
      exponent -= 1
    }
    let f = fraction - 1
    let k = Double(exponent)
    let s = f / (2 + f)
    let s2 = s * s
    let s4 = s2 * s2
    let odd = s2 * (series[0] + s4 * (series[2] + s4 * (series[4] + s4 * series[6])))
    let even = s4 * (series[1] + s4 * (series[3] + s4 * series[5]))
    let half = 0.5 * f * f
    return k * ln2High - ((half - (s * (half + (odd + even)) + k * ln2Low)) - f)
  }

  private static let ln2High = 6.93147180369123816490e-01
  private static let ln2Low = 1.90821492927058770002e-10
  private static let series = [
    6.666666666666735130e-01, 3.999999999940941908e-01, 2.857142874366239149e-01, 2.222219843214978396e-01,
    1.818357216161805012e-01, 1.531383769920937332e-01, 1.479819860511658591e-01,
  ]

  private static func trigonometric(_ name: String, _ value: Double) -> Double {
    switch name {
    case "sin": sin(value)
    case "cos": cos(value)
    case "tan": tan(value)
    case "asin": asin(value)
    case "acos": acos(value)
    case "atan": atan(value)
    case "sinh": sinh(value)
    case "cosh": cosh(value)
    case "tanh": tanh(value)
    case "asinh": asinh(value)
    case "acosh": acosh(value)
    case "atanh": atanh(value)
    default: .nan
    }
  }

  /// A power by squaring, as Go has it, so that the last digit is the same.
  ///
  /// Source: golang/go `src/math/pow.go`.
  static func power(_ base: Double, _ exponent: Double) -> Double {
    guard base.isFinite, exponent.isFinite, base != 0, abs(exponent) < 0x1p63, abs(exponent) != 0.5 else {
      return pow(base, exponent)
    }
    var whole = abs(exponent).rounded(.towardZero)
    var rest = abs(exponent) - whole
    if rest != 0, base < 0 { return .nan }
    var result = 1.0
    if rest > 0.5 { (whole, rest) = (whole + 1, rest - 1) }
    if rest != 0 { result = exp(rest * logarithm(base)) }
    var resultExponent = 0
    let (fraction, binaryExponent) = frexp(base)
    var (square, squareExponent) = (fraction, Int(binaryExponent))
    var bits = Int64(whole)
    while bits != 0 {
      if abs(squareExponent) > 1 << 12 {
        // Beyond what there is, whatever the rest of the digits.
        resultExponent += squareExponent
        break
      }
      if bits & 1 == 1 {
        result *= square
        resultExponent += squareExponent
      }
      square *= square
      squareExponent <<= 1
      if square < 0.5 {
        square += square
        squareExponent -= 1
      }
      bits >>= 1
    }
    if exponent < 0 {
      result = 1 / result
      resultExponent = -resultExponent
    }
    return scalbn(result, Int32(clamping: resultExponent))
  }
}
