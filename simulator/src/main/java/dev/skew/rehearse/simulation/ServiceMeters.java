package dev.skew.rehearse.simulation;

import dev.skew.kernel.SimTime;
import dev.skew.kernel.TraceEvent;
import dev.skew.rehearse.scenario.Measure;
import dev.skew.world.kv.Outcome;
import dev.skew.world.node.MachineChanged;
import dev.skew.world.service.CircuitBreaker;
import dev.skew.world.service.EdgeName;
import dev.skew.world.service.ServiceEvent;
import dev.skew.world.service.ServiceNode;
import dev.skew.world.service.Status;
import dev.skew.world.topology.NodeId;
import dev.skew.world.workload.Completion;
import dev.skew.world.workload.Invocation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Measures of services: what their users get, and what it costs. */
final class ServiceMeters {

  private static final String OK = Status.OK.label();

  private final ServiceObservation services;

  ServiceMeters(ServiceObservation services) {
    this.services = services;
  }

  /** The meter of a measure that is about services and needs no watch. */
  Meter of(Measure measure) {
    return switch (measure) {
      case REQUEST_SUCCESS ->
          OperationMeters.availability((asked, end) -> services.isEntry(asked.node()));
      case CRITICAL_SUCCESS ->
          OperationMeters.availability(
              (asked, end) -> services.isEntry(asked.node()) && asked.critical());
      case REQUEST_P50 -> OperationMeters.latency(asked -> services.isEntry(asked.node()), 0.5);
      case REQUEST_P99 -> OperationMeters.latency(asked -> services.isEntry(asked.node()), 0.99);
      case GOODPUT -> goodput();
      case RETRY_AMPLIFICATION -> amplification();
      case ATTEMPT_SUCCESS -> attemptSuccess();
      case WASTED_WORK -> wastedWork();
      case BREAKER_OPEN_TIME -> breakerOpenTime();
      case QUEUE_LENGTH -> atNanos -> services.longestQueue();
      case DUPLICATE_EFFECTS -> duplicateEffects();
      default -> throw new AssertionError(measure.label() + " is no measure of services");
    };
  }

  private Meter goodput() {
    return new Meter() {
      private long begunNanos;
      private long good;

      @Override
      public void begin(long atNanos) {
        begunNanos = atNanos;
      }

      @Override
      public void onCompleted(Invocation invocation, Completion completion) {
        if (services.isEntry(invocation.node()) && completion.outcome() == Outcome.OK) {
          good++;
        }
      }

      @Override
      public double value(long atNanos) {
        return atNanos == begunNanos ? 0 : good * (double) SimTime.SECOND / (atNanos - begunNanos);
      }
    };
  }

  private Meter amplification() {
    return new Meter.OfRecords() {
      private long asked;
      private long sent;

      @Override
      public void onInvoked(Invocation invocation) {
        asked += services.isEntry(invocation.node()) ? 1 : 0;
      }

      @Override
      public void onTrace(long atNanos, TraceEvent event) {
        if (event instanceof ServiceEvent.AttemptSent attempt
            && services.graph().isBottom(attempt.edge().to())) {
          sent++;
        }
      }

      @Override
      public double value(long atNanos) {
        return asked == 0 ? 0 : (double) sent / asked;
      }
    };
  }

  private static Meter attemptSuccess() {
    return new Meter.OfRecords() {
      private long ended;
      private long good;

      @Override
      public void onTrace(long atNanos, TraceEvent event) {
        if (event instanceof ServiceEvent.AttemptEnded attempt) {
          ended++;
          good += attempt.outcome().equals(OK) ? 1 : 0;
        }
      }

      @Override
      public double value(long atNanos) {
        return ended == 0 ? 1 : (double) good / ended;
      }
    };
  }

  private Meter wastedWork() {
    return new Meter.OfRecords() {
      private final Map<Long, Long> open = new HashMap<>();
      private double usefulNanos;
      private double wastedNanos;

      @Override
      public void onInvoked(Invocation invocation) {
        if (services.isEntry(invocation.node())) {
          open.put(invocation.id(), 0L);
        }
      }

      @Override
      public void onTrace(long atNanos, TraceEvent event) {
        if (event instanceof ServiceEvent.WorkDone work && work.request() >= 0) {
          Long soFar = open.get(work.request());
          if (soFar == null) {
            wastedNanos += work.workNanos();
          } else {
            open.put(work.request(), soFar + work.workNanos());
          }
        }
      }

      @Override
      public void onCompleted(Invocation invocation, Completion completion) {
        Long worked = services.isEntry(invocation.node()) ? open.remove(invocation.id()) : null;
        if (worked != null && completion.outcome() == Outcome.OK) {
          usefulNanos += worked;
        } else if (worked != null) {
          wastedNanos += worked;
        }
      }

      @Override
      public double value(long atNanos) {
        double all = usefulNanos + wastedNanos;
        return all == 0 ? 0 : wastedNanos / all;
      }
    };
  }

  private Meter breakerOpenTime() {
    return new Meter.OfRecords() {
      private final Set<String> open = new HashSet<>();
      private long sinceNanos;
      private long totalNanos;

      @Override
      public void begin(long atNanos) {
        sinceNanos = atNanos;
        for (List<NodeId> instances : services.graph().instances().values()) {
          instances.forEach(this::lookAt);
        }
      }

      private void lookAt(NodeId instance) {
        ServiceNode node = services.node(instance);
        if (node != null) {
          node.breakers()
              .forEach(
                  (edge, state) -> {
                    if (state == CircuitBreaker.State.OPEN) {
                      open.add(name(instance, edge));
                    }
                  });
        }
      }

      @Override
      public void onTrace(long atNanos, TraceEvent event) {
        if (event instanceof ServiceEvent.BreakerChanged changed) {
          account(atNanos);
          String name = name(changed.node(), changed.edge());
          if (changed.to() == CircuitBreaker.State.OPEN) {
            open.add(name);
          } else {
            open.remove(name);
          }
        } else if (event instanceof MachineChanged machine && machine.status().equals("down")) {
          account(atNanos);
          open.removeIf(name -> name.startsWith(machine.node().name() + " "));
        }
      }

      private void account(long atNanos) {
        totalNanos += open.isEmpty() ? 0 : atNanos - sinceNanos;
        sinceNanos = atNanos;
      }

      @Override
      public double value(long atNanos) {
        account(atNanos);
        return (double) totalNanos / SimTime.SECOND;
      }
    };
  }

  private static String name(NodeId node, EdgeName edge) {
    return node.name() + " " + edge;
  }

  private static Meter duplicateEffects() {
    return new Meter.OfRecords() {
      private final Set<String> seen = new HashSet<>();
      private long again;

      @Override
      public void onTrace(long atNanos, TraceEvent event) {
        if (event instanceof ServiceEvent.EffectApplied effect
            && !seen.add(effect.service() + " " + effect.request())) {
          again++;
        }
      }

      @Override
      public double value(long atNanos) {
        return again;
      }
    };
  }
}
