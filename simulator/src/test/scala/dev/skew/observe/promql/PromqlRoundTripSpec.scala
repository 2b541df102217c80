package dev.skew.observe.promql

import org.scalacheck.{Gen, Shrink}
import org.scalatest.propspec.AnyPropSpec
import org.scalatestplus.scalacheck.ScalaCheckPropertyChecks

/** What is printed of an expression reads back as the same expression. */
class PromqlRoundTripSpec extends AnyPropSpec with ScalaCheckPropertyChecks {

  implicit override val generatorDrivenConfig: PropertyCheckConfiguration =
    PropertyCheckConfiguration(minSuccessful = 500)

  /** A piece of an expression is none, or another. */
  implicit private val whole: Shrink[String] = Shrink.shrinkAny

  private val label = Gen.oneOf("job", "instance", "le", "by", "sum", "_x1")
  private val text = Gen.stringOfN(4, Gen.oneOf('a', '"', '\'', '\\', '\n', '\u00e9', '`', '$'))
  private val quoted = text.map(Quotes.quote)
  private val duration = Gen.oneOf("5m", "1h30m", "250ms", "1y2w3d", "90s")
  private val number = Gen.oneOf("0", "1.5", "0x1F", "1e300", "4e-9", "Inf", "NaN", "017")
  private val labels = Gen.resize(3, Gen.listOf(label)).map(_.distinct.mkString("(", ", ", ")"))

  private val shift = Gen.oneOf(
    Gen.const(""),
    duration.map(" offset " + _),
    duration.map(" offset -" + _),
    Gen.oneOf("start()", "end()", "1.234", "-7", "+3e3").map(" @ " + _),
    duration.map(d => s" @ 12 offset $d")
  )

  private val matchers: Gen[String] =
    Gen
      .zip(label, Gen.oneOf("=", "!="), quoted)
      .map { case (name, how, value) => s"{$name$how$value, job=~'a|b.*'}" }
      .flatMap(braces => Gen.oneOf("", braces))

  private val bare: Gen[String] = for {
    name <- Gen.oneOf("up", "job:up:rate5m", "sum", "x_total")
    braces <- matchers
  } yield name + braces

  private val selector: Gen[String] = Gen.zip(bare, shift).map { case (name, moved) => name + moved }

  private def range(depth: Int): Gen[String] = Gen.oneOf(
    Gen.zip(bare, duration, shift).map { case (name, d, moved) => s"$name[$d]$moved" },
    Gen.zip(vector(depth - 1), duration, Gen.oneOf("", "15s"), shift).map {
      case (inner, d, step, moved) => s"($inner)[$d:$step]$moved"
    }
  )

  private def scalar(depth: Int): Gen[String] =
    if (depth <= 0) number
    else
      Gen.oneOf(
        number,
        vector(depth - 1).map(inner => s"scalar($inner)"),
        Gen.zip(scalar(depth - 1), Gen.oneOf("+", "^", "%", "== bool", "atan2"), scalar(depth - 1)).map {
          case (left, operator, right) => s"$left $operator $right"
        }
      )

  private def binary(depth: Int): Gen[String] = for {
    left <- vector(depth - 1)
    right <- vector(depth - 1)
    operator <- Gen.oneOf("+", "-", "*", "/", "%", "^", "atan2", "==", "> bool", "<=")
    how <- Gen.oneOf("on", "ignoring")
    names <- labels
    many <- Gen.oneOf("", " group_left (x, y)", " group_right (team)", " group_left ()")
    matching <- Gen.oneOf("", s" $how $names$many")
  } yield s"$left $operator$matching $right"

  private def aggregate(depth: Int): Gen[String] = for {
    inner <- vector(depth - 1)
    names <- labels
    grouping <- Gen.oneOf("", s" by $names", s" without $names")
    k <- scalar(depth - 1)
    label <- quoted
    body <- Gen.oneOf(s"sum$grouping ($inner)", s"topk$grouping ($k, $inner)", s"count_values$grouping ($label, $inner)")
  } yield body

  private def vector(depth: Int): Gen[String] =
    if (depth <= 0) selector
    else
      Gen.oneOf(
        selector,
        range(depth).map(inner => s"rate($inner)"),
        Gen.zip(scalar(depth - 1), range(depth)).map { case (q, inner) => s"quantile_over_time($q, $inner)" },
        binary(depth),
        Gen.zip(vector(depth - 1), Gen.oneOf("and", "or", "unless on (job)"), vector(depth - 1)).map {
          case (left, operator, right) => s"$left $operator $right"
        },
        aggregate(depth),
        vector(depth - 1).map(inner => s"-$inner"),
        vector(depth - 1).map(inner => s"($inner)"),
        Gen.zip(vector(depth - 1), quoted).map { case (inner, label) =>
          s"label_replace($inner, \"dst\", $label, 'src', `(.*)`)"
        }
      )

  private val expression: Gen[String] = Gen.choose(0, 4).flatMap(vector)

  property("printing and reading change nothing") {
    forAll(expression, Gen.oneOf(Mode.V2, Mode.V3)) { (written, mode) =>
      val read = Parser.parse(written, mode)
      val printed = Printer.print(read)
      assert(Parser.parse(printed, mode) == read, printed)
      assert(Printer.print(Parser.parse(printed, mode)) == printed)
    }
  }

  property("no text makes the reader fail in any way but its own") {
    val words = Gen.oneOf("(", ")", "{", "}", "[", "]", ",", "sum", "by", "up", "5m", "1", "+", "^", "@", "'a", "\"b\"", ":", "offset", "=", "\\", "\u20ac")
    forAll(Gen.listOf(words).map(_.mkString(" "))) { soup =>
      try Parser.parse(soup, Mode.V3)
      catch { case e: PromqlParseException => assert(e.column >= 1) }
    }
  }

  property("numbers read back as they were") {
    forAll { (value: Double) =>
      val written = Numbers.format(value)
      assert(Numbers.parseSigned(written).getAsDouble.equals(value) || value.isNaN)
    }
  }

  property("durations read back as they were") {
    forAll(Gen.choose(1L, 100L * 365 * 24 * 3600 * 1000)) { millis =>
      assert(Durations.parse(Durations.format(millis)) == millis)
    }
  }
}
