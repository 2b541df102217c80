package dev.skew.rehearse.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a file says of replicas, and what it must not say. */
class ReplicationTableTest {

  private static final String HEAD =
      """
      name: replicas
      duration: 1m
      topology:
        nodes:
          - { role: mysql, count: 3 }
          - { role: client }
      """;

  @Test
  void whatIsLeftOutIsAsMysqlHasIt() throws ScenarioException {
    Scenario scenario = read("replication: { retention: 1h, heartbeat: 2s, netTimeout: 5s }\n");

    ReplicationSettings settings = scenario.machinery().replication();
    assertThat(settings.retention()).isEqualTo(Duration.ofHours(1));
    assertThat(settings.connectRetry()).isEqualTo(Duration.ofSeconds(60));
    assertThat(settings.fileBytes()).isEqualTo(1L << 30);
    assertThat(settings.autoPosition()).isTrue();
  }

  @Test
  void aHeartbeatMustComeBeforeSomebodyGivesUp() {
    assertThat(problems("replication: { heartbeat: 60s }\n"))
        .singleElement()
        .asString()
        .contains("replication.heartbeat: must be shorter than netTimeout, 1m");
  }

  @Test
  void replicasAreReadOneByOneAndWrittenInSingleRows() {
    List<String> problems =
        problems(
            """
            workloads:
              - name: w
                target: replicas
                open: { rate: 1/s }
                mix: { quorum: 1, compareAndSet: 1 }
            """);

    assertThat(problems).hasSize(2);
    assertThat(problems.get(0)).contains("asks the replicas for quorum reads; it has one");
    assertThat(problems.get(1)).contains("asks the replicas for compareAndSet or transaction");
  }

  @Test
  void onlyReplicasHaveAPositionToWaitFor() {
    List<String> problems =
        problems(
            """
            workloads:
              - name: w
                target: store
                open: { rate: 1/s }
                mix: { one: 1 }
                waitForPosition: true
            """);

    assertThat(problems).anyMatch(each -> each.contains("waitForPosition: is for target replicas"));
    assertThat(problems).anyMatch(each -> each.contains("needs nodes of role store"));
  }

  @Test
  void aRouteOfReplicasMayBeTheLeader() throws ScenarioException {
    Scenario scenario =
        read(
            """
            workloads:
              - { name: w, target: replicas, open: { rate: 1/s }, mix: { one: 1 }, route: leader }
            """);

    assertThat(scenario.workloads().get(0).route().way()).isEqualTo(Workload.Way.LEADER);
    assertThat(scenario.workloads().get(0).waitForPosition()).isFalse();
  }

  private static Scenario read(String rest) throws ScenarioException {
    return ScenarioReader.read("test.yaml", HEAD + rest);
  }

  private static List<String> problems(String rest) {
    return catchThrowableOfType(ScenarioException.class, () -> read(rest)).problems().stream()
        .map(Problem::toString)
        .toList();
  }
}
