package dev.skew.serve.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.skew.rehearse.simulation.Report;
import dev.skew.rehearse.simulation.Report.ExpectationResult;
import dev.skew.rehearse.simulation.Report.Scope;
import dev.skew.rehearse.simulation.Report.TimelineEntry;
import dev.skew.rehearse.simulation.Report.ViolationReport;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;

/** Results for programs: one JSON object a line. */
final class JsonResults implements Results {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  private final PrintStream out;
  private final String replayCommand;

  /**
   * Writes to {@code out}.
   *
   * @param replayCommand runs one seed of a sweep again, when the seed is put behind it
   */
  JsonResults(PrintStream out, String replayCommand) {
    this.out = out;
    this.replayCommand = replayCommand;
  }

  @Override
  public void single(FinishedRun run) {
    line(
        json -> {
          run(json, run);
          timeline(json, run.report());
        });
  }

  @Override
  public void ofSweep(FinishedRun run) {
    line(json -> run(json, run));
  }

  @Override
  public void summary(SweepSummary summary) {
    line(
        json -> {
          json.writeObjectFieldStart("summary");
          json.writeNumberField("runs", summary.runs());
          json.writeNumberField("passed", summary.passed());
          json.writeNumberField("failed", summary.failed());
          if (summary.firstFailingSeed().isPresent()) {
            long seed = summary.firstFailingSeed().getAsLong();
            json.writeNumberField("firstFailingSeed", seed);
            json.writeStringField("replay", replayCommand + " " + seed);
          } else {
            json.writeNullField("firstFailingSeed");
          }
          json.writeBooleanField("interrupted", !summary.isWhole());
          json.writeArrayFieldStart("someSeed");
          for (Map.Entry<String, Integer> expectation : summary.metInSome().entrySet()) {
            json.writeStartObject();
            json.writeStringField("what", expectation.getKey());
            json.writeBooleanField("met", expectation.getValue() > 0);
            json.writeNumberField("metIn", expectation.getValue());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /** Writes one object on one line. */
  void line(Fields fields) {
    try {
      JsonGenerator json = JSON.createGenerator(out);
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.writeStartObject();
      fields.writeTo(json);
      json.writeEndObject();
      json.writeRaw('\n');
      json.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.flush();
  }

  static void run(JsonGenerator json, FinishedRun run) throws IOException {
    Report report = run.report();
    json.writeStringField("scenario", report.scenario());
    json.writeNumberField("seed", report.seed());
    json.writeStringField("verdict", report.verdict().name().toLowerCase(Locale.ROOT));
    json.writeStringField("traceHash", report.traceHash());
    json.writeNumberField("virtualSeconds", Words.seconds(report.virtualNanos()));
    json.writeNumberField("wallSeconds", Words.roundedSeconds(run.wallNanos()));
    json.writeNumberField("events", report.events());
    json.writeNumberField("queueEvents", report.queueEvents());
    expectations(json, report);
    violations(json, report);
    json.writeObjectFieldStart("criteria");
    for (Map.Entry<String, Number> criterion : report.criteria().entrySet()) {
      if (Double.isFinite(criterion.getValue().doubleValue())) {
        json.writeNumberField(criterion.getKey(), Words.number(criterion.getValue()));
      } else {
        json.writeNullField(criterion.getKey());
      }
    }
    json.writeEndObject();
    json.writeArrayFieldStart("alerts");
    json.writeEndArray();
  }

  static void timeline(JsonGenerator json, Report report) throws IOException {
    json.writeArrayFieldStart("timeline");
    for (TimelineEntry entry : report.timeline()) {
      json.writeStartObject();
      json.writeNumberField("at", Words.seconds(entry.atNanos()));
      json.writeStringField("level", entry.level().name().toLowerCase(Locale.ROOT));
      json.writeStringField("text", entry.text());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void expectations(JsonGenerator json, Report report) throws IOException {
    json.writeArrayFieldStart("expectations");
    for (ExpectationResult expectation : report.expectations()) {
      json.writeStartObject();
      json.writeStringField("what", expectation.what());
      json.writeBooleanField("met", expectation.met());
      json.writeStringField("detail", expectation.detail());
      json.writeStringField(
          "seeds", expectation.scope() == Scope.EVERY_SEED ? "every-seed" : "some-seed");
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void violations(JsonGenerator json, Report report) throws IOException {
    json.writeArrayFieldStart("violations");
    for (ViolationReport violation : report.violations()) {
      json.writeStartObject();
      json.writeNumberField("at", Words.seconds(violation.atNanos()));
      json.writeStringField("invariant", violation.invariant());
      json.writeStringField("detail", violation.detail());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** The fields of one object. */
  @FunctionalInterface
  interface Fields {
    void writeTo(JsonGenerator json) throws IOException;
  }
}
