package org.inclusiondesk.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.inclusiondesk.mail.AuthenticationResults.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationResultsTest {
  @Test
  void readsMethodsOutcomesAndProperties() {
    assertThat(
            AuthenticationResults.parse(
                "MX.Test.Local 1; SPF=Pass smtp.mailfrom=a.example;"
                    + " dkim/1=fail (bad) Header.D=B.example"))
        .isEqualTo(
            new AuthenticationResults(
                "mx.test.local",
                List.of(
                    new Result("spf", "pass", Map.of("smtp.mailfrom", "a.example")),
                    new Result("dkim", "fail", Map.of("header.d", "B.example")))));
  }

  @Test
  void readsQuotedStringsWithWhatIsEscapedInThem() {
    assertThat(only("mx; spf=pass reason=\"a \\\" ; b\" smtp.helo=c").properties())
        .isEqualTo(Map.of("reason", "a \" ; b", "smtp.helo", "c"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mx; spf=pass (a \\) b) smtp.helo=c",
        "mx; spf=pass (a \\( b) smtp.helo=c",
        "mx; spf=pass (a (b) \"c) smtp.helo=c",
        "mx (; x=y); spf (one) = (two) pass smtp.helo=c",
      })
  void leavesCommentsOut(String value) {
    assertThat(only(value)).isEqualTo(new Result("spf", "pass", Map.of("smtp.helo", "c")));
  }

  @Test
  void takesSignsThatCloseNothingForPartsOfAWord() {
    assertThat(only("mx; spf=pass) smtp.helo=c").outcome()).isEqualTo("pass)");
    assertThat(only("mx; spf=pa\\ss smtp.helo=c").outcome()).isEqualTo("pa\\ss");
  }

  @Test
  void keepsNoPropertyThatStandsThereTwiceOrHasNoValue() {
    assertThat(only("mx; spf=pass a=1 a=2 b=3 c=").properties())
        .isEqualTo(Map.of("a", "", "b", "3"));
  }

  @Test
  void namesNobodyWhereTheFieldBeginsWithAResult() {
    assertThat(AuthenticationResults.parse("spf=pass a=b"))
        .isEqualTo(
            new AuthenticationResults("", List.of(new Result("spf", "pass", Map.of("a", "b")))));
    assertThat(AuthenticationResults.parse("; spf=pass a=b").authservId()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mx; none", "mx;NONE;", "mx", "mx;;"})
  void findsNoResultWhereThereIsNone(String value) {
    assertThat(AuthenticationResults.parse(value))
        .isEqualTo(new AuthenticationResults("mx", List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mx; nonsense",
        "mx; none of these",
        "mx; spf=",
        "mx; spf pass; dmarc=pass header.from=a.example",
        "mx; dmarc=pass header.from=a.example (open",
        "mx; dmarc=pass header.from=\"a.example",
        "mx; dmarc=pass header.from=\"a.example\\",
        "mx; dmarc=pass (a\\",
      })
  void takesNothingFromAFieldThatIsNotWellFormed(String value) {
    assertThat(AuthenticationResults.parse(value))
        .isEqualTo(new AuthenticationResults("", List.of()));
  }

  private static Result only(String value) {
    List<Result> results = AuthenticationResults.parse(value).results();
    assertThat(results).hasSize(1);
    return results.get(0);
  }
}
