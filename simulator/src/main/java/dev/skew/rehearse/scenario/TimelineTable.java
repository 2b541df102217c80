package dev.skew.rehearse.scenario;

import dev.skew.world.fault.FaultGrammar;
import dev.skew.world.fault.FaultGrammar.Given;
import dev.skew.world.fault.FaultScript;
import dev.skew.world.fault.FaultSyntaxException;
import dev.skew.world.fault.FaultSyntaxException.Mistake;
import dev.skew.world.fault.Feasibility;
import dev.skew.world.fault.NodeSelector;
import dev.skew.world.fault.Quantities;
import dev.skew.world.fault.TimelineEntry;
import dev.skew.world.fault.TimelineEntry.Repeat;
import dev.skew.world.fault.TimelineEntry.Window;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The fields of a timeline entry. */
final class TimelineTable {

  private static final Duration LONGEST = Duration.ofDays(31);
  private static final long MOST_REPEATS = 100_000;
  private static final Shape<Duration> INSTANT = Scalars.duration(Duration.ZERO, LONGEST);

  /** The fields of an entry as a file has them. */
  private record Parts(
      String id,
      Window at,
      Optional<Duration> lasting,
      Optional<Duration> every,
      Optional<Duration> until,
      Optional<NodeSelector> nodes,
      String fault,
      String comment) {}

  private static final Parts TEMPLATE =
      new Parts(
          "",
          new Window(Duration.ZERO, Duration.ZERO),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          "",
          "");

  private static final Field<Parts, String> ID =
      Field.of(
          "id",
          Scalars.name("a name"),
          Parts::id,
          "Names it in the trace; its place in the file then does not matter to its chance.");
  private static final Field<Parts, Window> AT =
      Field.required(
          "at",
          new WindowShape(),
          Parts::at,
          "When it begins, from the run's start; of two instants, between which it is drawn.");
  private static final Field<Parts, Optional<Duration>> FOR =
      Field.of(
          "for",
          Shapes.optional(Scalars.duration(Duration.ofNanos(1), LONGEST)),
          Parts::lasting,
          "How long it lasts; as --duration in the command.");
  private static final Field<Parts, Optional<Duration>> EVERY =
      Field.of(
          "every",
          Shapes.optional(Scalars.duration(Duration.ofMillis(1), LONGEST)),
          Parts::every,
          "From one beginning to the next; once where absent.");
  private static final Field<Parts, Optional<Duration>> UNTIL =
      Field.of(
          "until",
          Shapes.optional(INSTANT),
          Parts::until,
          "No beginning is later, from the run's start; the end of the run where absent.");
  private static final Field<Parts, Optional<NodeSelector>> NODES =
      Field.of(
          "nodes",
          Shapes.optional(new SelectorShape()),
          Parts::nodes,
          "On which nodes, for commands that are typed on a node; as --nodes in the command.");
  private static final Field<Parts, String> FAULT =
      Field.required(
          "fault", Scalars.text(4_096), Parts::fault, "The command, as one would type it.");
  private static final Field<Parts, String> COMMENT =
      Field.of("comment", Scalars.text(1_000), Parts::comment, "For the reader.");

  private static final ObjectShape<Parts> PARTS =
      ObjectShape.of("timeline-entry", TEMPLATE, "When something goes wrong, and what.")
          .with(AT)
          .with(FAULT)
          .with(NODES)
          .with(FOR)
          .with(EVERY)
          .with(UNTIL)
          .with(ID)
          .with(COMMENT)
          .together(UNTIL, EVERY)
          .check(TimelineTable::checkEnd, AT, UNTIL)
          .check(TimelineTable::checkBeginning, AT)
          .check(TimelineTable::checkRepeats, AT, EVERY, UNTIL)
          .check(TimelineTable::checkCommand, FAULT)
          .make(TimelineTable::parts);

  static final Shape<TimelineEntry> ENTRY = new MappedShape<>(PARTS, TimelineTable::entry);

  private TimelineTable() {}

  private static Parts parts(Values values) {
    return new Parts(
        values.get(ID),
        values.get(AT),
        values.get(FOR),
        values.get(EVERY),
        values.get(UNTIL),
        values.get(NODES),
        values.get(FAULT),
        values.get(COMMENT));
  }

  private static TimelineEntry entry(Parts parts) {
    try {
      FaultScript script = FaultGrammar.parse(parts.fault(), given(parts));
      // Without an until, the run's end comes first.
      Repeat repeat =
          parts.every().map(every -> new Repeat(every, parts.until().orElse(LONGEST))).orElse(null);
      return new TimelineEntry(parts.id(), parts.at(), repeat, script, parts.comment());
    } catch (FaultSyntaxException impossible) {
      throw new AssertionError("an entry is made only when its command could be read", impossible);
    }
  }

  private static Given given(Parts parts) {
    return new Given(parts.nodes().orElse(null), parts.lasting().orElse(null));
  }

  /** What cannot be read is reported by itself and taken for anything that fits. */
  private static Given given(Values values) {
    NodeSelector nodes = values.isSound(NODES) ? values.orNull(NODES) : NodeSelector.ALL;
    return new Given(nodes, values.orNull(FOR));
  }

  private static void checkEnd(Values values) {
    values
        .get(UNTIL)
        .filter(until -> until.compareTo(values.get(AT).to()) < 0)
        .ifPresent(until -> values.reject(UNTIL, "must not be before at"));
  }

  private static void checkBeginning(Values values) {
    Duration from = values.get(AT).from();
    values
        .place()
        .later(
            names -> {
              if (from.compareTo(names.duration()) >= 0) {
                values.reject(
                    AT,
                    "must be before the end of the run, %s, got %s"
                        .formatted(
                            Quantities.duration(names.duration()), Quantities.duration(from)));
              }
            });
  }

  private static void checkRepeats(Values values) {
    Duration from = values.get(AT).from();
    Optional<Duration> every = values.get(EVERY);
    if (every.isEmpty()) {
      return;
    }
    values
        .place()
        .later(
            names -> {
              Duration end = values.get(UNTIL).orElse(names.duration());
              Duration last = end.compareTo(names.duration()) < 0 ? end : names.duration();
              long times = last.minus(from).toNanos() / every.get().toNanos();
              if (times > MOST_REPEATS) {
                values.reject(
                    EVERY,
                    "would come %d times, at most %d are allowed".formatted(times, MOST_REPEATS));
              }
            });
  }

  private static void checkCommand(Values values) {
    try {
      FaultScript script = FaultGrammar.parse(values.get(FAULT), given(values));
      values
          .place()
          .later(
              names -> {
                if (names.certain() && names.services() != null) {
                  Feasibility.refusals(script, names.members(), names.serviceMap())
                      .forEach(reason -> values.reject(FAULT, reason));
                }
                Feasibility.refusals(script, names.releases())
                    .forEach(reason -> values.reject(FAULT, reason));
              });
    } catch (FaultSyntaxException wrong) {
      int indent = indent(values.where(FAULT));
      for (Mistake mistake : wrong.mistakes()) {
        values.reject(FAULT, indent < 0 ? 0 : indent + mistake.offset(), mistake.message());
      }
    }
  }

  /** Columns from a scalar's mark to its first character, or -1 when the file has it otherwise. */
  private static int indent(Node node) {
    if (!(node instanceof ScalarNode scalar)) {
      return -1;
    }
    int quotes = scalar.getScalarStyle() == ScalarStyle.PLAIN ? 0 : 1;
    int width =
        scalar.getEndMark().map(mark -> mark.getIndex()).orElse(0)
            - scalar.getStartMark().map(mark -> mark.getIndex()).orElse(0);
    return width == scalar.getValue().length() + 2 * quotes ? quotes : -1;
  }

  /** An instant, or two between which one is drawn. */
  private record WindowShape() implements Shape<Window> {

    @Override
    public @Nullable Window read(Node node, Place place, @Nullable Window base) {
      if (!(node instanceof SequenceNode sequence)) {
        Duration at = INSTANT.read(node, place, null);
        return at == null ? null : new Window(at, at);
      }
      if (sequence.getValue().size() != 2) {
        place.problem(node, "must be an instant, or two such as [10s, 20s]");
        return null;
      }
      Duration from = INSTANT.read(sequence.getValue().get(0), place.item(0), null);
      Duration to = INSTANT.read(sequence.getValue().get(1), place.item(1), null);
      if (from == null || to == null) {
        return null;
      }
      if (to.compareTo(from) < 0) {
        place.problem(
            node,
            "must not end before it begins, got %s to %s"
                .formatted(Quantities.duration(from), Quantities.duration(to)));
        return null;
      }
      return new Window(from, to);
    }

    @Override
    public Map<String, Object> schema(Map<String, Object> definitions) {
      Map<String, Object> instant = INSTANT.schema(definitions);
      Map<String, Object> pair = Shapes.keywords("type", "array", "items", instant);
      pair.put("minItems", 2);
      pair.put("maxItems", 2);
      return Map.of("oneOf", List.of(instant, pair));
    }

    @Override
    public String description() {
      return "an instant such as 30s, or two such as [10s, 20s]";
    }
  }

  /** Which nodes, as after {@code --nodes}. */
  private record SelectorShape() implements Shape<NodeSelector> {

    private static final Shape<String> TEXT = Scalars.text(1_000);

    @Override
    public @Nullable NodeSelector read(Node node, Place place, @Nullable NodeSelector base) {
      // A count is a number in YAML and as good as its text.
      String text = Nodes.isNumber(node) ? Nodes.text(node) : TEXT.read(node, place, null);
      if (text == null) {
        return null;
      }
      try {
        return FaultGrammar.selector(text);
      } catch (IllegalArgumentException wrong) {
        place.problem(node, String.valueOf(wrong.getMessage()));
        return null;
      }
    }

    @Override
    public Map<String, Object> schema(Map<String, Object> definitions) {
      return Map.of(
          "oneOf",
          List.of(TEXT.schema(definitions), Shapes.keywords("type", "integer", "minimum", 1)));
    }

    @Override
    public String description() {
      return "nodes such as 20%, 2, etcd-0,etcd-1, leader or 50%/role:store";
    }

    @Override
    public String write(NodeSelector value) {
      return value.toString();
    }
  }
}
