package org.inclusiondesk.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FormBodyTest {
  @Test
  void readsFieldsAsBrowsersSendThem() {
    FormBody form = parse("text=a+b%0D%0A%C3%A9%F0%9F%99%81%26%3D&nonce=x-_&text=second");

    assertThat(form.field("text")).isEqualTo("a b\r\né🙁&=");
    assertThat(form.field("nonce")).isEqualTo("x-_");
    assertThat(form.field("other")).isEmpty();
  }

  @Test
  void losesNothingOfABrokenForm() {
    assertThat(parse("text=100%&x").field("text")).isEqualTo("100%");
    assertThat(parse("text=%zz%4").field("text")).isEqualTo("%zz%4");
    assertThat(parse("text=a%FFb=c").field("text")).isEqualTo("a\uFFFDb=c");
    assertThat(parse("").field("text")).isEmpty();
    assertThat(parse("&&==&").field("")).isEmpty();
  }

  private static FormBody parse(String body) {
    return FormBody.parse(body.getBytes(StandardCharsets.UTF_8));
  }
}
