package dev.skew.rehearse.scenario;

import dev.skew.rehearse.scenario.Workload.Arrival;
import java.time.Duration;

/** The fields of a workload's {@code open} and {@code closed}. */
final class ArrivalTable {

  private static final Duration LONG = Duration.ofDays(31);
  private static final Shape<Integer> SESSIONS = Scalars.count(1, 100_000);

  private static final Field<Arrival.Open, Double> RATE =
      Field.required(
          "rate",
          Scalars.frequency(1_000_000),
          Arrival.Open::perSecond,
          "Operations, over all clients.");
  private static final Field<Arrival.Open, Integer> OPEN_SESSIONS =
      Field.of(
          "sessions",
          SESSIONS,
          Arrival.Open::sessions,
          "Sessions to which they are dealt in turn.");
  static final ObjectShape<Arrival.Open> OPEN =
      ObjectShape.of(
              "open",
              new Arrival.Open(1, 10),
              "Operations begin at random instants, whatever became of earlier ones.")
          .with(RATE)
          .with(OPEN_SESSIONS)
          .make(values -> new Arrival.Open(values.get(RATE), values.get(OPEN_SESSIONS)));

  private static final Field<Arrival.Closed, Integer> CLOSED_SESSIONS =
      Field.required("sessions", SESSIONS, Arrival.Closed::sessions, "Sessions, over all clients.");
  private static final Field<Arrival.Closed, Duration> THINK =
      Field.of(
          "think",
          Scalars.duration(Duration.ZERO, LONG),
          Arrival.Closed::think,
          "Mean pause between an answer and the next operation.");
  private static final Field<Arrival.Closed, Duration> PACE =
      Field.of(
          "pace",
          Scalars.duration(Duration.ZERO, LONG),
          Arrival.Closed::pace,
          "Least time between the beginnings of two operations of a session.");
  static final ObjectShape<Arrival.Closed> CLOSED =
      ObjectShape.of(
              "closed",
              new Arrival.Closed(1, Duration.ZERO, Duration.ZERO),
              "In every session, one operation after the other.")
          .with(CLOSED_SESSIONS)
          .with(THINK)
          .with(PACE)
          .make(
              values ->
                  new Arrival.Closed(
                      values.get(CLOSED_SESSIONS), values.get(THINK), values.get(PACE)));

  private ArrivalTable() {}
}
