package dev.headrace.runners.glue;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.ConcurrentModificationException;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.Job;

/** Keeps a job in Glue as it is defined. What is as it should be is not written. */
final class JobKeeper {
  private static final int ATTEMPTS = 4;

  private final GlueClient glue;
  private final Notes notes;

  JobKeeper(GlueClient glue, Notes notes) {
    this.glue = glue;
    this.notes = notes;
  }

  /**
   * Creates the job, or updates it if it is not as defined. Others may do the same at the same
   * time: who is overtaken looks again.
   *
   * @throws IllegalStateException if Glue refuses it
   */
  void keep(JobDefinition job) {
    for (int attempt = 1; !isKept(job, attempt == ATTEMPTS); attempt++) {}
  }

  private boolean isKept(JobDefinition job, boolean last) {
    Optional<Job> there = find(job.name());
    String operation = there.isEmpty() ? "CreateJob" : "UpdateJob";
    try {
      notes.tell("job", job.name() + " " + keep(job, there));
      return true;
    } catch (AlreadyExistsException | ConcurrentModificationException e) {
      if (last) {
        throw Refusals.told(operation, named(job.name()), e);
      }
      return false;
    } catch (SdkException e) {
      throw Refusals.told(operation, named(job.name()), e);
    }
  }

  private String keep(JobDefinition job, Optional<Job> there) {
    if (there.isEmpty()) {
      glue.createJob(JobRequests.create(job));
      return "created";
    }
    List<String> differences = JobRequests.differences(job, there.get());
    if (differences.isEmpty()) {
      return "is as it should be";
    }
    glue.updateJob(r -> r.jobName(job.name()).jobUpdate(JobRequests.update(job, there.get())));
    return "updated: " + String.join(", ", differences);
  }

  private Optional<Job> find(String name) {
    try {
      return Optional.of(glue.getJob(r -> r.jobName(name)).job());
    } catch (EntityNotFoundException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw Refusals.told("GetJob", named(name), e);
    }
  }

  static String named(String job) {
    return "the job " + job;
  }
}
