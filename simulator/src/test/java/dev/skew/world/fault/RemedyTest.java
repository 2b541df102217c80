package dev.skew.world.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done against a fault is told from a fault. */
class RemedyTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chaos raft step-down",
        "chaos raft move-leader --to etcd-1",
        "chaos writes freeze",
        "chaos store merge",
        "chaos node cordon --nodes etcd-0",
        "chaos node quarantine --node store-1",
        "chaos client timeout --factor 2",
        "chaos store timeout --factor 2",
        "chaos replication add-replica --node mysql-3",
        "chaos replication remove-replica --nodes mysql-3",
        "chaos service shed --by codel --service database",
        "chaos service breaker --state auto",
        "chaos service admit --share 10%",
      })
  void anActIsNoFault(String line) throws FaultSyntaxException {
    assertThat(FaultGrammar.parse(line).steps())
        .isNotEmpty()
        .allMatch(step -> step.command().fault().isRemedy());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chaos node restart --nodes etcd-0",
        "chaos node slow --factor 2 --nodes etcd-0",
        "chaos network partition --nodes 40%",
        "chaos time jump --by +5m --nodes 20%",
        "chaos deploy --version v2.1.0",
        "chaos replication stop --thread both --nodes mysql-1",
        "chaos service slow --service database --factor 8",
        "chaos service fail --service config-db --as invalid",
        "chaos workload --factor 2",
      })
  void aFaultIsNoRemedy(String line) throws FaultSyntaxException {
    assertThat(FaultGrammar.parse(line).steps())
        .isNotEmpty()
        .noneMatch(step -> step.command().fault().isRemedy());
  }
}
