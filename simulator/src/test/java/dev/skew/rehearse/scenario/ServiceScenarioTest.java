package dev.skew.rehearse.scenario;

import static dev.skew.rehearse.scenario.ScenarioReaderTest.problems;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The services section: what it fills in, and what it refuses. */
class ServiceScenarioTest {

  private static final String HEAD =
      """
      name: test
      duration: 1m
      topology:
        nodes:
          - { role: service, service: web, count: 2 }
          - { role: service, service: db }
          - { role: client }
      """;

  @Test
  void aServiceAndAnEdgeAreFilledInFromTheirDefaults() throws ScenarioException {
    Scenario scenario =
        ScenarioReader.read(
            "test.yaml",
            HEAD
                + """
                services:
                  default: { concurrency: 7 }
                  defaultEdge: { timeout: 300ms, retry: { attempts: 5 } }
                  graph:
                    - { name: web }
                    - { name: db, concurrency: 3, stateful: true }
                  edges:
                    - { from: web, to: db, retry: { base: 10ms } }
                """);

    CallGraph graph = scenario.machinery().services();
    assertThat(graph.services()).extracting(CallGraph.Service::concurrency).containsExactly(7, 3);
    assertThat(graph.edgeNames()).containsExactly("web:db");
    assertThat(graph.edges().get(0).timeout()).isEqualTo(Duration.ofMillis(300));
    assertThat(graph.edges().get(0).retry().attempts()).isEqualTo(5);
    assertThat(graph.edges().get(0).retry().base()).isEqualTo(Duration.ofMillis(10));
    assertThat(scenario.topology().nodes())
        .extracting(node -> node.id().name())
        .containsExactly("web-0", "web-1", "db-0", "client-0");
  }

  @Test
  void withoutAGraphThereAreTheServicesOfTheDashboards() throws ScenarioException {
    Scenario scenario =
        ScenarioReader.read(
            "test.yaml",
            """
            name: test
            duration: 1m
            topology:
              nodes:
                - { role: service, service: api-gw }
                - { role: service, service: svc-auth }
                - { role: service, service: svc-user }
                - { role: service, service: svc-order }
                - { role: service, service: database }
            services:
              defaultEdge: { timeout: 2s }
            """);

    CallGraph graph = scenario.machinery().services();
    assertThat(graph.edgeNames())
        .containsExactly(
            "api-gw:svc-auth",
            "api-gw:svc-user",
            "api-gw:svc-order",
            "svc-user:database",
            "svc-order:database");
    assertThat(graph.edges())
        .allSatisfy(edge -> assertThat(edge.timeout()).isEqualTo(Duration.ofSeconds(2)));
  }

  @Test
  void whatDoesNotFitTogetherIsSaidWithTheNearestName() {
    assertThat(
            problems(
                HEAD
                    + """
                    services:
                      graph:
                        - { name: web }
                        - { name: db }
                      edges:
                        - { from: web, to: bd }
                        - { from: db, to: web, retry: { base: 2s, cap: 1s } }
                    workloads:
                      - { name: w, target: services, open: { rate: 1/s }, mix: { quorum: 1 } }
                    """))
        .containsExactly(
            "test.yaml:13:5: services.edges: has no service bd; did you mean db?",
            "test.yaml:13:5: services.edges: has db:web, but web does not stand after db in graph;"
                + " a service calls only later ones",
            "test.yaml:14:52: services.edges[1].retry.cap: must not be shorter than base, 2s",
            "test.yaml:16:60: workloads[0].mix: asks the services for quorum reads; it has read");
  }

  @Test
  void everyServiceHasInstancesAndEveryCommandAServiceThatIsThere() {
    assertThat(
            problems(
                HEAD
                    + """
                    services:
                      graph:
                        - { name: web }
                        - { name: db }
                        - { name: cache }
                      edges: []
                    timeline:
                      - { at: 1s, fault: chaos service slow --service cashe --factor 2 }
                    """))
        .containsExactly(
            "test.yaml:5:5: topology.nodes: has no instances of cache; add { role: service,"
                + " service: cache }",
            "test.yaml:15:22: timeline[0].fault: there is no service cashe; did you mean cache?");
  }

  @Test
  void nodesOfOtherRolesHaveNoServiceAndThoseOfThisOneHave() {
    assertThat(
            problems(
                """
                name: test
                duration: 1m
                topology:
                  nodes:
                    - { role: store, service: web }
                    - { role: service }
                    - { role: service, service: etcd }
                """))
        .containsExactly(
            "test.yaml:5:31: topology.nodes[0].service: goes with role service only, not with this"
                + " one",
            "test.yaml:6:7: topology.nodes[1]: needs service beside role service: whose instances"
                + " they are",
            "test.yaml:7:33: topology.nodes[2].service: must not be the name of a role, got etcd");
  }

  @Test
  void commandsAboutServicesNeedServices() {
    assertThat(
            problems(
                """
                name: test
                duration: 1m
                topology: { nodes: [{ role: etcd, count: 3 }] }
                timeline:
                  - { at: 1s, fault: chaos service admit --share 10% }
                """))
        .containsExactly(
            "test.yaml:5:22: timeline[0].fault: there are no services, the topology has no nodes of"
                + " role service");
  }
}
