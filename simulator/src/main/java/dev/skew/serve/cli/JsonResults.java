package dev.skew.serve.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.skew.rehearse.simulation.Criterion;
import dev.skew.rehearse.simulation.Criterion.Judgement;
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
          json.writeObjectFieldStart("criteria");
          for (SweepSummary.Judged criterion : summary.criteria()) {
            json.writeObjectFieldStart(criterion.name());
            json.writeNumberField("met", criterion.count(Judgement.MET));
            json.writeNumberField("notMet", criterion.count(Judgement.NOT_MET));
            json.writeNumberField("notApplicable", criterion.count(Judgement.NOT_APPLICABLE));
            json.writeEndObject();
          }
          json.writeEndObject();
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
    criteria(json, report);
    json.writeObjectFieldStart("measures");
    numbers(json, report.measures());
    json.writeEndObject();
    json.writeArrayFieldStart("alerts");
    json.writeEndArray();
  }

  private static void criteria(JsonGenerator json, Report report) throws IOException {
    json.writeObjectFieldStart("criteria");
    for (Criterion criterion : report.criteria()) {
      json.writeObjectFieldStart(criterion.name());
      json.writeFieldName("met");
      switch (criterion.judgement()) {
        case MET -> json.writeBoolean(true);
        case NOT_MET -> json.writeBoolean(false);
        case NOT_APPLICABLE -> json.writeNull();
      }
      json.writeStringField("detail", criterion.detail());
      numbers(json, criterion.figures());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void numbers(JsonGenerator json, Map<String, Number> numbers) throws IOException {
    for (Map.Entry<String, Number> number : numbers.entrySet()) {
      if (Double.isFinite(number.getValue().doubleValue())) {
        json.writeNumberField(number.getKey(), Words.number(number.getValue()));
      } else {
        json.writeNullField(number.getKey());
      }
    }
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
