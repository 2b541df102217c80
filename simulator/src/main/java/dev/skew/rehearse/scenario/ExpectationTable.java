package dev.skew.rehearse.scenario;

import dev.skew.rehearse.scenario.Expectation.Comparator;
import dev.skew.rehearse.scenario.Expectation.Condition;
import dev.skew.rehearse.scenario.Expectation.Edge;
import dev.skew.rehearse.scenario.Expectation.Probe;
import dev.skew.rehearse.scenario.Expectation.Seeds;
import dev.skew.rehearse.scenario.Expectation.Span;
import dev.skew.rehearse.scenario.Expectation.Verdict;
import dev.skew.world.fault.Quantities;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The fields of an expectation. */
final class ExpectationTable {

  private static final Shape<Duration> INSTANT =
      Scalars.duration(Duration.ZERO, Duration.ofDays(31));

  /** The fields of an expectation as a file has them. */
  private record Parts(
      Optional<Measure> measure,
      Optional<String> event,
      Optional<Invariant> invariant,
      Optional<Comparator> comparator,
      Optional<String> value,
      Optional<Verdict> verdict,
      Map<String, String> where,
      Duration start,
      Optional<Duration> end,
      Edge edge,
      boolean continuous,
      Seeds seeds,
      Optional<String> workload,
      String comment) {}

  private static final Parts TEMPLATE =
      new Parts(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Map.of(),
          Duration.ZERO,
          Optional.empty(),
          Edge.END,
          false,
          Seeds.EVERY,
          Optional.empty(),
          "");

  private static final Field<Parts, Optional<Measure>> MEASURE =
      Field.of(
          "measure",
          Shapes.optional(Shapes.choice(Measure.values())),
          Parts::measure,
          "A number that the truth yields: one of the measures below.");
  private static final Field<Parts, Optional<String>> EVENT =
      Field.of(
          "event",
          Shapes.optional(Scalars.name("a kind of trace event")),
          Parts::event,
          "How many trace events of this kind there were; at least one where nothing is said.");
  private static final Field<Parts, Optional<Invariant>> INVARIANT =
      Field.of(
          "invariant",
          Shapes.optional(Shapes.choice(Invariant.values())),
          Parts::invariant,
          "A property that checkers judge: one of the invariants below.");
  private static final Field<Parts, Optional<Comparator>> COMPARATOR =
      Field.of(
          "comparator",
          Shapes.optional(Shapes.choice(Comparator.values())),
          Parts::comparator,
          "How the number must compare with the value.");
  private static final Field<Parts, Optional<String>> VALUE =
      Field.of(
          "value",
          Shapes.optional(new QuantityShape()),
          Parts::value,
          "In the measure's unit: 3, 250ms, 99.9%, 200/s or 1.5.");
  private static final Field<Parts, Optional<Verdict>> VERDICT =
      Field.of(
          "verdict",
          Shapes.optional(Shapes.choice(Verdict.values())),
          Parts::verdict,
          "What checkers must say of an invariant; holds where absent. Only what is expected to hold stops a run.");
  private static final Field<Parts, Map<String, String>> WHERE =
      Field.of(
          "where",
          new WhereShape(),
          Parts::where,
          "Values that fields of an event must have, by name.");
  private static final Field<Parts, Duration> START =
      Field.of("start", INSTANT, Parts::start, "From here, counted from the run's start.");
  private static final Field<Parts, Optional<Duration>> END =
      Field.of(
          "end",
          Shapes.optional(INSTANT),
          Parts::end,
          "Up to here; the end of the run where absent.");
  private static final Field<Parts, Edge> EDGE =
      Field.of(
          "edge",
          Shapes.choice(new Edge[] {Edge.END, Edge.ANY}),
          Parts::edge,
          "Whether it must hold at the end of that time or at any instant of it.");
  private static final Field<Parts, Boolean> CONTINUOUS =
      Field.of(
          "continuous",
          Scalars.BOOLEAN,
          Parts::continuous,
          "Whether it must hold at every instant of that time.");
  private static final Field<Parts, Seeds> IN =
      Field.of(
          "in",
          Shapes.choice(Seeds.values()),
          Parts::seeds,
          "In how many runs of a sweep; a single run cannot fail by some-seed.");
  private static final Field<Parts, Optional<String>> WORKLOAD =
      Field.of(
          "workload",
          Shapes.optional(Scalars.name("the name of a workload")),
          Parts::workload,
          "Only what this workload saw; all where absent.");
  private static final Field<Parts, String> COMMENT =
      Field.of("comment", Scalars.text(1_000), Parts::comment, "Why, for the reader of a report.");

  private static final String NO_TELEMETRY =
      "nodes have no exporters yet; measure and event look at the truth instead";

  private static final ObjectShape<Parts> PARTS =
      ObjectShape.of("expectation", TEMPLATE, "One thing that must come true.")
          .with(MEASURE)
          .with(EVENT)
          .with(INVARIANT)
          .with(COMPARATOR)
          .with(VALUE)
          .with(VERDICT)
          .with(WHERE)
          .with(START)
          .with(END)
          .with(EDGE)
          .with(CONTINUOUS)
          .with(IN)
          .with(WORKLOAD)
          .with(COMMENT)
          .oneOf(MEASURE, EVENT, INVARIANT)
          .together(MEASURE, COMPARATOR)
          .together(MEASURE, VALUE)
          .together(COMPARATOR, VALUE)
          .together(VALUE, COMPARATOR)
          .together(VERDICT, INVARIANT)
          .together(WHERE, EVENT)
          .reserve("metric", NO_TELEMETRY)
          .reserve("alert", NO_TELEMETRY)
          .check(ExpectationTable::checkKinds, INVARIANT, COMPARATOR)
          .check(ExpectationTable::checkEdge, EDGE, CONTINUOUS)
          .check(ExpectationTable::checkSpan, START, END)
          .check(ExpectationTable::checkValue, MEASURE, VALUE)
          .check(ExpectationTable::checkWorkload, WORKLOAD)
          .make(ExpectationTable::parts);

  static final Shape<Expectation> EXPECTATION =
      new MappedShape<>(PARTS, ExpectationTable::expectation);

  private ExpectationTable() {}

  private static Parts parts(Values values) {
    return new Parts(
        values.get(MEASURE),
        values.get(EVENT),
        values.get(INVARIANT),
        values.get(COMPARATOR),
        values.get(VALUE),
        values.get(VERDICT),
        values.get(WHERE),
        values.get(START),
        values.get(END),
        values.get(EDGE),
        values.get(CONTINUOUS),
        values.get(IN),
        values.get(WORKLOAD),
        values.get(COMMENT));
  }

  private static void checkKinds(Values values) {
    if (values.isGiven(INVARIANT) && values.isGiven(COMPARATOR)) {
      values.reject(COMPARATOR, "goes with measure and event; an invariant has a verdict");
    }
  }

  private static void checkEdge(Values values) {
    if (values.get(CONTINUOUS) && values.isGiven(EDGE)) {
      values.reject(EDGE, "and continuous exclude each other; give one");
    }
  }

  private static void checkSpan(Values values) {
    values
        .get(END)
        .filter(end -> end.compareTo(values.get(START)) <= 0)
        .ifPresent(end -> values.reject(END, "must be later than start"));
    values
        .place()
        .later(
            names -> {
              String run = Quantities.duration(names.duration());
              if (values.get(START).compareTo(names.duration()) >= 0) {
                values.reject(START, "must be before the end of the run, " + run);
              }
              if (values.get(END).filter(end -> end.compareTo(names.duration()) > 0).isPresent()) {
                values.reject(END, "must not be after the end of the run, " + run);
              }
            });
  }

  private static void checkValue(Values values) {
    Measure.Unit unit = values.get(MEASURE).map(Measure::unit).orElse(Measure.Unit.COUNT);
    values
        .get(VALUE)
        .ifPresent(
            value -> {
              try {
                number(value, unit);
              } catch (IllegalArgumentException wrong) {
                values.reject(
                    VALUE,
                    "must be a %s such as %s, got %s"
                        .formatted(unit.label(), unit.example(), Place.shorten(value)));
              }
            });
  }

  private static void checkWorkload(Values values) {
    Place place = values.place().child(WORKLOAD.key());
    values
        .get(WORKLOAD)
        .ifPresent(
            name ->
                place.later(
                    names -> {
                      if (!names.workloads().isEmpty() && !names.workloads().contains(name)) {
                        place.unknown(values.where(WORKLOAD), "workload", name, names.workloads());
                      }
                    }));
  }

  private static Expectation expectation(Parts parts) {
    Edge edge = parts.continuous() ? Edge.ALWAYS : parts.edge();
    return new Expectation(
        probe(parts),
        new Span(parts.start(), parts.end().orElse(null), edge),
        parts.seeds(),
        parts.workload().orElse(null),
        parts.comment());
  }

  private static Probe probe(Parts parts) {
    if (parts.measure().isPresent()) {
      Measure measure = parts.measure().get();
      return new Probe.OfMeasure(measure, condition(parts, measure.unit()));
    }
    if (parts.event().isPresent()) {
      return new Probe.OfEvent(
          parts.event().get(), parts.where(), condition(parts, Measure.Unit.COUNT));
    }
    return new Probe.OfInvariant(
        parts.invariant().orElseThrow(), parts.verdict().orElse(Verdict.HOLDS));
  }

  private static Condition condition(Parts parts, Measure.Unit unit) {
    return new Condition(
        parts.comparator().orElse(Comparator.AT_LEAST), number(parts.value().orElse("1"), unit));
  }

  private static double number(String text, Measure.Unit unit) {
    return switch (unit) {
      case COUNT -> Long.parseLong(text);
      case DURATION -> Quantities.duration(text).toNanos() / 1e9;
      case SHARE -> Quantities.share(text);
      case RATE -> Quantities.frequency(text);
      case FACTOR -> Double.parseDouble(text);
    };
  }
}
