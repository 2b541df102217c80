package dev.skew.benchmarks;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.cloudsimplus.core.CloudSimEntity;
import org.cloudsimplus.core.CloudSimPlus;
import org.cloudsimplus.core.SimEntity;
import org.cloudsimplus.core.events.SimEvent;
import org.slf4j.LoggerFactory;

/** CloudSim Plus: entities that send each other events. */
final class CloudSimEntities implements HopCompetitor {

  private static final int HOP = 1_000_000;

  private final CloudSimPlus simulation = new CloudSimPlus(1);
  private final Entity[] entities = new Entity[HopWork.ENTITIES];

  @Override
  public void run(HopWork work) {
    ((Logger) LoggerFactory.getLogger("ROOT")).setLevel(Level.OFF);
    for (int i = 0; i < entities.length; i++) {
      entities[i] = new Entity(simulation, work, i);
    }
    simulation.start();
  }

  private final class Entity extends CloudSimEntity {

    private final HopWork work;
    private final int number;

    Entity(CloudSimPlus simulation, HopWork work, int number) {
      super(simulation);
      this.work = work;
      this.number = number;
    }

    @Override
    protected void startInternal() {
      if (number == HopWork.ENTITIES - 1) {
        for (int i = 0; i < work.pending(); i++) {
          send();
        }
      }
    }

    @Override
    public void processEvent(SimEvent event) {
      if (event.getTag() == HOP && !work.isDone()) {
        if (work.deliver((long) event.getTime(), number)) {
          send();
        } else {
          getSimulation().abort();
        }
      }
    }

    private void send() {
      SimEntity next = entities[work.drawEntity()];
      schedule(next, (double) work.drawDelay(), HOP);
    }
  }
}
