package dev.skew.rehearse.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.skew.world.fault.FaultGrammar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is published of the tables of fields: the JSON Schema and the reference of keys. */
public final class ScenarioSchema {

  private ScenarioSchema() {}

  /** The JSON Schema (2020-12) of scenario files. */
  public static String json() {
    Map<String, Object> definitions = new LinkedHashMap<>();
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "Skew scenario");
    schema.putAll(ScenarioTable.SCENARIO.definition(definitions));
    // By name, so that a new field moves nothing but itself.
    schema.put("$defs", new TreeMap<>(definitions));
    return print(schema);
  }

  private static String print(Map<String, Object> schema) {
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentArraysWith(new DefaultIndenter("  ", "\n"));
    printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
    try {
      // Map.of has an order of its own in every JVM.
      return new ObjectMapper()
              .configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, false)
              .writer(printer)
              .writeValueAsString(ordered(schema))
          + "\n";
    } catch (JsonProcessingException impossible) {
      throw new AssertionError("maps of maps can always be written", impossible);
    }
  }

  private static Object ordered(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy =
          map instanceof LinkedHashMap ? new LinkedHashMap<>() : new TreeMap<>();
      map.forEach((key, one) -> copy.put(key, ordered(one)));
      return copy;
    }
    return value instanceof List<?> list
        ? list.stream().map(ScenarioSchema::ordered).toList()
        : value;
  }

  /** The reference of keys, measures, invariants and commands in Markdown. */
  public static String reference() {
    StringBuilder text = new StringBuilder();
    List<ObjectShape<?>> shapes = new ArrayList<>();
    collect(ScenarioTable.SCENARIO, shapes);
    shapes.forEach(shape -> section(shape, text));
    measures(text);
    invariants(text);
    text.append("\n### Commands\n\n").append(FaultGrammar.reference());
    return text.toString();
  }

  /** Every shape that fields lead to, each once, in the order in which a reader meets them. */
  private static void collect(Shape<?> shape, List<ObjectShape<?>> shapes) {
    if (shape instanceof ObjectShape<?> object) {
      if (!shapes.contains(object)) {
        shapes.add(object);
        object.fields().forEach(field -> collect(field.shape(), shapes));
      }
      return;
    }
    shape.parts().forEach(part -> collect(part, shapes));
  }

  private static <T> void section(ObjectShape<T> shape, StringBuilder text) {
    text.append("\n### `").append(shape.name()).append("`\n\n");
    text.append(shape.doc()).append("\n\n| key | value | default | meaning |\n");
    text.append("| --- | --- | --- | --- |\n");
    for (Field<T, ?> field : shape.fields()) {
      text.append("| `").append(field.key()).append("` | ");
      text.append(cell(field.shape().description())).append(" | ");
      text.append(fallback(field, shape.template())).append(" | ");
      text.append(cell(field.doc())).append(" |\n");
    }
  }

  private static <T, V> String fallback(Field<T, V> field, T template) {
    if (field.required()) {
      return "required";
    }
    String value = field.shape().write(field.get().apply(template));
    return value.isEmpty() ? "" : "`" + value + "`";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  private static void measures(StringBuilder text) {
    text.append("\n### Measures\n\n| measure | unit | meaning |\n| --- | --- | --- |\n");
    for (Measure measure : Measure.values()) {
      text.append("| `").append(measure.label()).append("` | ");
      text.append(measure.unit().label()).append(", as `").append(measure.unit().example());
      text.append("` | ").append(cell(measure.meaning())).append(" |\n");
    }
  }

  private static void invariants(StringBuilder text) {
    text.append("\n### Invariants\n\n| invariant | judged | meaning |\n| --- | --- | --- |\n");
    for (Invariant invariant : Invariant.values()) {
      text.append("| `").append(invariant.label()).append("` | ");
      text.append(invariant.isAlwaysJudged() ? "always" : "when expected").append(" | ");
      text.append(cell(invariant.meaning())).append(" |\n");
    }
  }
}
