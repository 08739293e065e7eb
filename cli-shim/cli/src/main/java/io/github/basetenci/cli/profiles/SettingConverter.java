package io.github.basetenci.cli.profiles;

import io.github.basetenci.auth.Profiles;
import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a setting. */
public class SettingConverter implements ITypeConverter<Profiles.Setting> {
  private final String advice;

  public SettingConverter() {
    this("use remote-url, team, auth-type or key-prefix");
  }

  /**
   * @param advice what to tell the user if the name is no setting
   */
  SettingConverter(String advice) {
    this.advice = advice;
  }

  @Override
  public Profiles.Setting convert(String value) {
    return Profiles.Setting.of(value).orElseThrow(() -> new TypeConversionException(advice));
  }

  /** The words that shell completion offers. */
  static final class Words implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Profiles.Setting.values()).map(Profiles.Setting::word).iterator();
    }
  }
}
