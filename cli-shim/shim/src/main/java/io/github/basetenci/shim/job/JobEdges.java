package io.github.basetenci.shim.job;

import io.github.basetenci.shim.command.Session;

/**
 * Makes the {@code edge} for one run of a command: the part that differs between front ends.
 *
 * @param <E> {@link JobLoginEdge} or {@link JobLogoutEdge}
 */
@FunctionalInterface
public interface JobEdges<E> {
  E open(Session session) throws Exception;
}
