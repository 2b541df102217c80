package dev.skew.world.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands with which operators act: how they are read, and what is said of mistakes. */
class ActGrammarTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chaos raft move-leader --to etcd-1",
        "chaos raft move-leader --to follower",
        "chaos raft add-member --node etcd-3",
        "chaos raft remove-member --node follower",
        "chaos raft step-down",
        "chaos raft step-down --down 3s --nodes etcd-0,etcd-1",
        "chaos raft promote --force --nodes etcd-3,etcd-4",
        "chaos raft promote --nodes etcd-0,etcd-1,etcd-2",
        "chaos raft rejoin --nodes etcd-3",
        "chaos raft replay-wal --node etcd-3",
        "chaos store merge",
        "chaos store merge --keyspace carts --key carts:key-7 --keep store-2",
        "chaos store merge --keep union",
        "chaos writes freeze",
        "chaos writes freeze --of store --scope non-critical",
        "chaos writes resume",
        "chaos writes resume --of consensus",
        "chaos client timeout --factor 2",
        "chaos client timeout --name config --factor 2.5 --duration 1m",
        "chaos store timeout --factor 3",
        "chaos node cordon --nodes etcd-0,etcd-1",
        "chaos node cordon --nodes 40% --role store --duration 30s",
        "chaos node uncordon --nodes all",
        "chaos service patience --factor 2 --edge svc-order:database",
        "chaos service timeout-budget",
        "chaos service timeout-budget --margin 20% --edge api-gw:svc-order",
      })
  void whatIsWrittenIsWhatWasRead(String line) throws FaultSyntaxException {
    assertThat(FaultGrammar.render(FaultGrammar.parse(line))).isEqualTo(line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chaos raft move-leader | chaos raft move-leader needs --to NODE: who shall lead: etcd-1, or"
            + " follower (one of them)",
        "chaos raft move-leader --to 2 | --to must be the name of one member or follower, got 2",
        "chaos raft promote | chaos raft promote needs --nodes NODES: the members that are to be the"
            + " cluster",
        "chaos raft replay-wal --node 2 | --node must be the name of one member, got 2",
        "chaos raft step-down --duration 5s | chaos raft step-down takes no --duration: it is done"
            + " at once",
        "chaos writes freeze --for 5s | chaos writes freeze takes no --for; did you mean --of?",
        "chaos writes freeze --duration 5s | chaos writes freeze takes no --duration: it is done at"
            + " once",
        "chaos store merge --key a/b | --key must be a key such as carts:7, got a/b",
        "chaos client timeout --factor 0.5 | chaos client timeout: factor must lie in [1, 1000], got 0.5",
        "chaos store timeout --factor 1001 | chaos store timeout: factor must lie in [1, 1000], got 1001.0",
        "chaos service patience --factor 0 | chaos service patience: factor must lie in [1, 1000],"
            + " got 0.0",
        "chaos node uncordon --nodes all --duration 5s | chaos node uncordon takes no --duration: it"
            + " is done at once",
      })
  void whatIsWrongIsExplained(String line, String message) {
    assertThat(
            catchThrowableOfType(FaultSyntaxException.class, () -> FaultGrammar.parse(line))
                .mistakes())
        .extracting(FaultSyntaxException.Mistake::message)
        .containsExactly(message);
  }
}
