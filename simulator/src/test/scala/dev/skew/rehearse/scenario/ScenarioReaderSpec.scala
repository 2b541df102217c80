package dev.skew.rehearse.scenario

import com.fasterxml.jackson.databind.ObjectMapper
import com.networknt.schema.{InputFormat, SchemaRegistry, SpecificationVersion}
import java.nio.file.{Files, Path}
import org.scalacheck.{Gen, Shrink}
import org.scalatest.propspec.AnyPropSpec
import org.scalatestplus.scalacheck.ScalaCheckPropertyChecks
import org.snakeyaml.engine.v2.api.{Load, LoadSettings}
import scala.jdk.CollectionConverters._

/** Whatever somebody does to a file, the reader reads it or says what is wrong with it. */
class ScenarioReaderSpec extends AnyPropSpec with ScalaCheckPropertyChecks {

  implicit override val generatorDrivenConfig: PropertyCheckConfiguration =
    PropertyCheckConfiguration(minSuccessful = 400)
  implicit private val noShrink: Shrink[String] = Shrink.shrinkAny

  private val folder: Path = Iterator
    .iterate(Path.of("").toAbsolutePath)(_.getParent)
    .dropWhile(path => !Files.exists(path.resolve("scenarios/schema")))
    .next()
    .resolve("scenarios")

  private val shipped: Seq[String] = {
    val files = Files.list(folder)
    try files.iterator.asScala.filter(_.toString.endsWith(".yaml")).toSeq.sorted.map(Files.readString(_))
    finally files.close()
  }

  private val schema = SchemaRegistry
    .withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
    .getSchema(ScenarioSchema.json(), InputFormat.JSON)

  private val token: Gen[String] = Gen.oneOf(
    "0", "-1", "5m", "-5m", "40%", "140%", "1e9", "~", "[]", "{}", "true", "etcd", "etcd-0", "west",
    "'", "*a", "&a x", "!!int 3", "name: b", "  ", "\t", "\u0000", "\ud83d", "- ", "? ", "...", "|",
    "chaos clear", "1.5", "2026-11-01T09:00:00Z", "2.4.5", "0x10", "<<: {a: b}")

  /** Replaces a word, repeats or drops a line, cuts the text or puts something in. */
  private def damage(text: String): Gen[String] = {
    val words = "[A-Za-z0-9%:./-]+".r.findAllMatchIn(text).toIndexedSeq
    val lines = text.split("\n", -1).toIndexedSeq
    Gen.oneOf(
      for { word <- Gen.oneOf(words); by <- token } yield
        text.substring(0, word.start) + by + text.substring(word.end),
      Gen.oneOf(lines.indices).map(at => lines.patch(at, Seq(lines(at), lines(at)), 1).mkString("\n")),
      Gen.oneOf(lines.indices).map(at => lines.patch(at, Nil, 1).mkString("\n")),
      Gen.choose(0, text.length).map(text.substring(0, _)),
      for { at <- Gen.choose(0, text.length); by <- token } yield
        text.substring(0, at) + by + text.substring(at))
  }

  private val damaged: Gen[String] =
    for {
      text <- Gen.oneOf(shipped)
      once <- damage(text)
      twice <- Gen.oneOf(Gen.const(once), damage(once + "\nname: x"))
    } yield twice

  property("a damaged file is read or explained, and what is read fits the schema") {
    forAll(damaged) { text =>
      try {
        ScenarioReader.read("damaged.yaml", text)
        val tree = new Load(LoadSettings.builder().build()).loadFromString(text)
        val node = new ObjectMapper().valueToTree[com.fasterxml.jackson.databind.JsonNode](tree)
        val errors = schema.validate(node)
        assert(errors.isEmpty, errors.toString + " in\n" + text)
      } catch {
        case wrong: ScenarioException =>
          assert(!wrong.problems.isEmpty, text)
          wrong.problems.forEach(problem => assert(problem.line >= 1 && problem.column >= 1, text))
      }
    }
  }
}
