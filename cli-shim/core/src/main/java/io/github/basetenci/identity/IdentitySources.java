package io.github.basetenci.identity;

import io.github.basetenci.text.Situation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Chooses where the identity token of a job comes from. */
public final class IdentitySources {
  private IdentitySources() {}

  /**
   * The source that the caller named. If it named none, the only source that this job has without
   * being told.
   *
   * @param named the source that the caller was told to use, or null
   * @param ambient the sources that the job has without being told
   * @throws IdentityException if the job has no source, or more than one
   */
  public static IdentitySource choose(@Nullable IdentitySource named, List<IdentitySource> ambient)
      throws IdentityException {
    if (named != null) {
      return named;
    }
    if (ambient.size() > 1) {
      throw IdentityException.usage(
          "this job has more than one identity token: "
              + String.join(" and ", ambient.stream().map(IdentitySource::name).toList()),
          Situation.IDENTITY_NOT_CHOSEN);
    }
    return Optional.of(ambient)
        .filter(sources -> !sources.isEmpty())
        .map(all -> all.get(0))
        .orElseThrow(
            () ->
                IdentityException.invalid(
                    "this job has no identity token", Situation.IDENTITY_MISSING));
  }
}
