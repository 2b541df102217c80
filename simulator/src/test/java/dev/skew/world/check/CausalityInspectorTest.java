package dev.skew.world.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.world.check.CausalityInspector.Issue;
import dev.skew.world.kv.Consistency;
import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import dev.skew.world.topology.NodeId;
import dev.skew.world.workload.Completion;
import dev.skew.world.workload.Invocation;
import java.util.List;
import org.junit.jupiter.api.Test;

class CausalityInspectorTest {

  private static final NodeId CLIENT = new NodeId(1, "client-0");
  private static final NodeId NODE = new NodeId(0, "store-0");

  private final CausalityInspector inspector = new CausalityInspector();
  private long nextId;

  @Test
  void aWriteThatStandsBeforeOneOfItsOwnSessionIsReversed() {
    write(0, "order", "placed", 10);

    write(0, "payment", "done", 5);

    assertThat(inspector.count(Issue.REVERSED)).isEqualTo(1);
    assertThat(inspector.count(Issue.IMPOSSIBLE)).isZero();
  }

  @Test
  void soIsOneThatStandsBeforeWhatItsSessionHadRead() {
    write(0, "order", "placed", 10);
    read(1, "order", "placed");

    write(1, "payment", "done", 5);

    assertThat(inspector.count(Issue.REVERSED)).isEqualTo(1);
  }

  @Test
  void whatAnotherSessionWroteWithoutKnowingOfItMayStandAnywhere() {
    write(0, "order", "placed", 10);

    write(1, "payment", "done", 5);

    assertThat(inspector.count(Issue.REVERSED)).isZero();
  }

  @Test
  void aDeletionThatStandsBeforeTheCreationIsImpossible() {
    write(0, "post", "text", 10);

    delete(0, "post", 5);

    assertThat(inspector.count(Issue.IMPOSSIBLE)).isEqualTo(1);
    assertThat(inspector.count(Issue.REVERSED)).isZero();
  }

  @Test
  void aUseThatStandsBeforeTheCreationIsImpossibleAndBeforeALaterChangeReversed() {
    write(0, "post", "text", 10);
    read(1, "post", "text");
    write(1, "post", "edited", 5);
    assertThat(inspector.count(Issue.IMPOSSIBLE)).isEqualTo(1);

    write(2, "post", "other", 20);
    read(3, "post", "other");
    write(3, "post", "more", 15);

    assertThat(inspector.count(Issue.IMPOSSIBLE)).isEqualTo(1);
    assertThat(inspector.count(Issue.REVERSED)).isEqualTo(1);
  }

  @Test
  void aCreationThatStandsBeforeTheDeletionItFollowsIsImpossible() {
    write(0, "post", "text", 1);
    delete(0, "post", 10);

    write(0, "post", "again", 5);

    assertThat(inspector.count(Issue.IMPOSSIBLE)).isEqualTo(1);
  }

  @Test
  void aWriteIsCountedOnceHoweverManyOfItsCausesItStandsBefore() {
    write(0, "a", "1", 10);
    write(0, "b", "2", 11);

    write(0, "c", "3", 5);

    assertThat(inspector.count(Issue.REVERSED)).isEqualTo(1);
  }

  @Test
  void whatNobodyVersionedIsNotJudged() {
    Invocation lost = begin(0, new Operation.Put("a", "1"));
    end(lost, Outcome.OK);

    write(0, "b", "2", 5);

    assertThat(inspector.count(Issue.REVERSED)).isZero();
  }

  @Test
  void aWriteWhoseClientWasToldNothingIsKnownToNoSession() {
    Invocation unknown = begin(0, new Operation.Put("a", "1"));
    version(unknown, 10);
    end(unknown, Outcome.UNKNOWN);

    write(0, "b", "2", 5);

    assertThat(inspector.count(Issue.REVERSED)).isZero();
  }

  private void write(int session, String key, String value, long stamp) {
    Invocation write = begin(session, new Operation.Put(key, value));
    version(write, stamp);
    end(write, Outcome.OK);
  }

  private void delete(int session, String key, long stamp) {
    Invocation deletion = begin(session, new Operation.Delete(key));
    version(deletion, stamp);
    end(deletion, Outcome.OK);
  }

  private void read(int session, String key, String... found) {
    Invocation read = begin(session, new Operation.Get(key, Consistency.QUORUM));
    inspector.onCompleted(
        read, new Completion(read.invokedNanos() + 1, Outcome.OK, List.of(found), 0, ""));
  }

  private Invocation begin(int session, Operation operation) {
    long id = nextId++;
    Invocation invocation =
        new Invocation(id, CLIENT, session, id, NODE, operation, false, id * 10);
    inspector.onInvoked(invocation);
    return invocation;
  }

  private void version(Invocation write, long stamp) {
    String key = write.operation().keys().get(0);
    String value = write.operation() instanceof Operation.Put put ? put.value() : "";
    inspector.onVersioned(
        key,
        write.operation() instanceof Operation.Delete,
        one -> one.equals(value),
        new Stamp(stamp));
  }

  private void end(Invocation invocation, Outcome outcome) {
    inspector.onCompleted(
        invocation, new Completion(invocation.invokedNanos() + 1, outcome, List.of(), 0, ""));
  }

  private record Stamp(long time) implements CausalityInspector.Version {

    @Override
    public boolean isBefore(CausalityInspector.Version other) {
      return other instanceof Stamp stamp && time < stamp.time;
    }
  }
}
