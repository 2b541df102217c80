package dev.skew.serve.cli;

import dev.skew.rehearse.simulation.Report;
import dev.skew.rehearse.simulation.Report.ExpectationResult;
import dev.skew.rehearse.simulation.Report.Scope;
import dev.skew.rehearse.simulation.Report.ViolationReport;
import java.io.PrintStream;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Results for continuous integration, in the XML that JUnit made common: a suite for each seed, a
 * case for each expectation, and one more for the invariants. The totals stand at the front of the
 * document, so nothing is written before the end.
 */
final class JunitResults implements Results {

  private static final String INVARIANTS = "no invariant is broken";

  private final PrintStream out;
  private final List<Suite> suites = new ArrayList<>();

  JunitResults(PrintStream out) {
    this.out = out;
  }

  @Override
  public void single(FinishedRun run) {
    suites.add(Suite.of(run));
    write();
  }

  @Override
  public void ofSweep(FinishedRun run) {
    suites.add(Suite.of(run));
  }

  @Override
  public void summary(SweepSummary summary) {
    if (!summary.metInSome().isEmpty()) {
      suites.add(Suite.ofSomeSeeds(summary));
    }
    write();
  }

  private void write() {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      xml.writeStartElement("testsuites");
      xml.writeAttribute("name", "skew");
      attributes(
          xml,
          suites.stream().mapToInt(suite -> suite.cases.size()).sum(),
          suites.stream().mapToLong(Suite::failures).sum(),
          suites.stream().mapToLong(suite -> suite.wallNanos).sum());
      for (Suite suite : suites) {
        write(xml, suite);
      }
      xml.writeCharacters("\n");
      xml.writeEndElement();
      xml.writeEndDocument();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("the results cannot be written as XML", e);
    }
    out.println(text);
    out.flush();
  }

  private static void write(XMLStreamWriter xml, Suite suite) throws XMLStreamException {
    xml.writeCharacters("\n  ");
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", clean(suite.name));
    attributes(xml, suite.cases.size(), suite.failures(), suite.wallNanos);
    for (Case each : suite.cases) {
      xml.writeCharacters("\n    ");
      xml.writeStartElement("testcase");
      xml.writeAttribute("classname", clean(suite.scenario));
      xml.writeAttribute("name", clean(each.name));
      if (!each.failure.isEmpty()) {
        xml.writeStartElement("failure");
        xml.writeAttribute("message", clean(each.failure));
        xml.writeCharacters(clean(suite.note));
        xml.writeEndElement();
      }
      xml.writeEndElement();
    }
    xml.writeCharacters("\n  ");
    xml.writeEndElement();
  }

  private static void attributes(XMLStreamWriter xml, int tests, long failures, long wallNanos)
      throws XMLStreamException {
    xml.writeAttribute("tests", Integer.toString(tests));
    xml.writeAttribute("failures", Long.toString(failures));
    xml.writeAttribute("errors", "0");
    xml.writeAttribute("time", Words.roundedSeconds(wallNanos).toPlainString());
  }

  /** XML has no way at all to write most control characters. */
  private static String clean(String text) {
    StringBuilder cleaned = new StringBuilder(text.length());
    text.codePoints()
        .map(point -> isAllowed(point) ? point : '?')
        .forEach(cleaned::appendCodePoint);
    return cleaned.toString();
  }

  private static boolean isAllowed(int point) {
    return point == '\n'
        || point == '\t'
        || (point >= 0x20 && point < 0xd800)
        || (point >= 0xe000 && point < 0xfffe)
        || point >= 0x10000;
  }

  /**
   * One element of cases.
   *
   * @param note stands inside every failure
   */
  private record Suite(
      String name, String scenario, long wallNanos, String note, List<Case> cases) {

    static Suite of(FinishedRun run) {
      Report report = run.report();
      List<Case> cases = new ArrayList<>();
      for (ExpectationResult expectation : report.expectations()) {
        if (expectation.scope() == Scope.EVERY_SEED) {
          cases.add(new Case(expectation.what(), failure(expectation)));
        }
      }
      cases.add(new Case(INVARIANTS, brokenInvariants(report, cases)));
      return new Suite(
          report.scenario() + ", seed " + report.seed(),
          report.scenario(),
          run.wallNanos(),
          "seed " + report.seed() + ", trace hash " + report.traceHash(),
          cases);
    }

    static Suite ofSomeSeeds(SweepSummary summary) {
      List<Case> cases = new ArrayList<>();
      Consumer<Map.Entry<String, Integer>> add =
          expectation ->
              cases.add(
                  new Case(
                      expectation.getKey(),
                      expectation.getValue() > 0
                          ? ""
                          : "met in none of " + Words.count(summary.runs(), "run")));
      summary.metInSome().entrySet().forEach(add);
      return new Suite("at least one seed", "sweep", 0, "", cases);
    }

    long failures() {
      return cases.stream().filter(each -> !each.failure.isEmpty()).count();
    }

    private static String failure(ExpectationResult expectation) {
      if (expectation.met()) {
        return "";
      }
      return expectation.detail().isEmpty() ? "not met" : expectation.detail();
    }

    /** A violation that a scenario expects does not fail its run, and so fails no case either. */
    private static String brokenInvariants(Report report, List<Case> others) {
      boolean othersExplainIt = others.stream().anyMatch(each -> !each.failure.isEmpty());
      if (report.verdict() == Report.Verdict.PASSED) {
        return "";
      }
      if (report.violations().isEmpty()) {
        return othersExplainIt ? "" : "the run failed";
      }
      StringBuilder text = new StringBuilder();
      for (ViolationReport violation : report.violations()) {
        text.append(text.length() == 0 ? "" : "; ")
            .append(violation.invariant())
            .append(" at ")
            .append(Words.clock(violation.atNanos()))
            .append(": ")
            .append(violation.detail());
      }
      return text.toString();
    }
  }

  /**
   * One element.
   *
   * @param failure why it failed; empty when it did not
   */
  private record Case(String name, String failure) {}
}
