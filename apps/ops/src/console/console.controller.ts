import { Controller, Header } from '@nestjs/common';
import { Contract } from '@dispute/app-kit';
import { ROUTES } from '@dispute/contracts';
import { CONSOLE_PAGE } from './console-page.js';

/** The operators' page; it reads the same routes as any other caller. */
@Controller()
export class ConsoleController {
  @Contract(ROUTES.getConsole)
  @Header('content-type', 'text/html; charset=utf-8')
  @Header(
    'content-security-policy',
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'",
  )
  page(): string {
    return CONSOLE_PAGE;
  }
}
