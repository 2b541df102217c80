package dev.skew.rehearse.fidelity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.skew.rehearse.fidelity.Statistics.Quantiles;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * The report for programs: an array with an object for each metric of each experiment. A number
 * that does not exist, such as a test of one value, is null. Behaviours stand with the first metric
 * of the first experiment under {@code behaviours}.
 */
final class FidelityJson {

  private FidelityJson() {}

  static String of(FidelityReport report) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      json.writeStartArray();
      boolean first = true;
      for (Comparison one : report.comparisons()) {
        json.writeStartObject();
        write(json, one);
        if (first) {
          writeBehaviours(json, report);
          first = false;
        }
        json.writeEndObject();
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text + "\n";
  }

  private static void write(JsonGenerator json, Comparison one) throws IOException {
    json.writeStringField("experiment", one.experiment().name());
    json.writeStringField("metric", one.metric());
    json.writeStringField("unit", one.unit().label());
    json.writeNumberField("n", one.n());
    writeQuantiles(json, "recorded", one.recorded());
    writeQuantiles(json, "simulated", one.simulated());
    writeNumber(json, "ks", one.test().distance());
    writeNumber(json, "p", one.pValue());
    writeNumber(json, "pOfIndependentValues", one.test().pValue());
    json.writeNumberField("simulatedN", one.simulatedN());
    json.writeBooleanField("pass", one.passes());
    json.writeObjectFieldStart("columns");
    for (Map.Entry<String, String> column : one.experiment().recorded().columns().entrySet()) {
      json.writeStringField(column.getKey(), column.getValue());
    }
    json.writeEndObject();
  }

  private static void writeQuantiles(JsonGenerator json, String name, Quantiles quantiles)
      throws IOException {
    json.writeObjectFieldStart(name);
    writeNumber(json, "p50", quantiles.p50());
    writeNumber(json, "p90", quantiles.p90());
    writeNumber(json, "p99", quantiles.p99());
    json.writeEndObject();
  }

  private static void writeNumber(JsonGenerator json, String name, double value)
      throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumberField(name, value);
    } else {
      json.writeNullField(name);
    }
  }

  private static void writeBehaviours(JsonGenerator json, FidelityReport report)
      throws IOException {
    json.writeArrayFieldStart("behaviours");
    for (Behaviour behaviour : report.behaviours()) {
      json.writeStartObject();
      json.writeNumberField("number", behaviour.number());
      json.writeStringField("what", behaviour.what());
      json.writeBooleanField("happened", behaviour.happened());
      json.writeStringField("evidence", behaviour.evidence());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
