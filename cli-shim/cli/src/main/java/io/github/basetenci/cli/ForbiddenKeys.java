package io.github.basetenci.cli;

import io.github.basetenci.sandbox.NewKeys;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads which new keys the organization of a sandbox forbids. */
final class ForbiddenKeys implements ITypeConverter<NewKeys> {
  private static final String PERSONAL = "personal";
  private static final String TEAM = "team";
  private static final String ALL = "all";

  /** The keys that stay allowed. */
  @Override
  public NewKeys convert(String value) {
    return switch (value) {
      case PERSONAL -> new NewKeys(false, true);
      case TEAM -> new NewKeys(true, false);
      case ALL -> new NewKeys(false, false);
      default -> throw new TypeConversionException("use one of " + String.join(", ", new Words()));
    };
  }

  /** The words that shell completion and messages offer. */
  static final class Words implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of(PERSONAL, TEAM, ALL).iterator();
    }
  }
}
